package io.nearline.retrieval.serve;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.staticfiles.Location;
import io.javalin.http.staticfiles.StaticFileConfig;
import io.nearline.retrieval.serve.Problem.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service over HTTP, as {@code openapi.yaml} says. Handlers read the request, ask {@link
 * QueryService} and write; what goes wrong becomes a problem document here.
 */
final class QueryServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryServer.class);

    private static final String CONTRACT = "openapi.yaml";
    private static final String PAGE = "/io/nearline/retrieval/page";
    private static final String JSON = ContentType.JSON;
    private static final String EVENTS = "/v1/events";
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** Those that wait hold a thread each. */
    private static final int WAITS_AT_ONCE = 64;

    /** Beside queries: health, metrics, the page, and Jetty's own. */
    private static final int OTHER_THREADS = 24;

    /** Everything that the page needs comes from here, and no text of a post becomes markup. */
    private static final String CONTENT_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
                    + " 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private final QueryService service;
    private final PostHistories histories;
    private final ServerSettings settings;
    private final QueryMetrics metrics = new QueryMetrics();
    private final QueryGate searches;
    private final QueryGate waits;
    private final LiveEvents events;
    private final byte[] contract;
    private final Javalin http;
    private final ScheduledExecutorService ticker;

    private QueryServer(
            QueryService service,
            PostHistories histories,
            AppliedPosts applied,
            ServerSettings settings,
            InstantSource clock) {
        this.service = service;
        this.histories = histories;
        this.settings = settings;
        this.searches =
                new QueryGate(
                        settings.queriesAtOnce(), settings.queriesPerSecond(), System::nanoTime);
        this.waits = new QueryGate(WAITS_AT_ONCE, settings.queriesPerSecond(), System::nanoTime);
        this.events =
                new LiveEvents(service, applied, () -> searches.entered() + waits.entered(), clock);
        this.contract = resource(CONTRACT);
        metrics.watch(
                service,
                applied,
                () -> searches.inside() + waits.inside(),
                () -> readiness().isReady());
        this.http = Javalin.create(this::configure);
        this.ticker =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "live-numbers");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException if the address is not to be had
     */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the server, and never by itself.
    static QueryServer start(
            QueryService service,
            PostHistories histories,
            AppliedPosts applied,
            ServerSettings settings,
            InstantSource clock) {
        QueryServer server = new QueryServer(service, histories, applied, settings, clock);
        try {
            server.http.start();
        } catch (RuntimeException e) {
            server.close();
            throw new IllegalStateException(
                    "Cannot listen on %s:%d: give another --port, or stop what listens there."
                            .formatted(settings.host(), settings.port()),
                    e);
        }
        server.ticker.scheduleAtFixedRate(server::tick, 1, 1, TimeUnit.SECONDS);
        return server;
    }

    /** The port that it listens on. */
    int port() {
        return http.port();
    }

    /** Whether queries should be sent here. */
    Readiness readiness() {
        Readiness readiness = Readiness.of(service, settings.readyRecordsBehind());
        return searches.isStopping() ? readiness.stopping() : readiness;
    }

    /** Takes no more queries, answers those under way, then stops to listen. */
    @Override
    public void close() {
        boolean searched = searches.drain(settings.drain());
        boolean waited = waits.drain(settings.drain());
        if (!searched || !waited) {
            LOG.warn(
                    "stopping with {} queries unanswered after {} s",
                    searches.inside() + waits.inside(),
                    settings.drain().toSeconds());
        }
        ticker.shutdownNow();
        events.close();
        http.stop();
    }

    private void tick() {
        try {
            events.tick();
        } catch (RuntimeException e) {
            // The index may be closed while the service stops; the next second tells.
            LOG.warn("no live numbers this second: {}", e.toString());
        }
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = settings.largestBody();
        config.http.prefer405over404 = true;
        config.jetty.host = settings.host();
        config.jetty.port = settings.port();
        config.jetty.threadPool =
                new QueuedThreadPool(settings.queriesAtOnce() + WAITS_AT_ONCE + OTHER_THREADS, 4);
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        config.jetty.modifyServer(this::insertHandlers);
        settings.tls()
                .ifPresent(
                        tls ->
                                config.jetty.addConnector(
                                        new TlsConnector(tls, settings.host(), settings.port())));
        config.staticFiles.add(QueryServer::configurePage);
        routes(config.routes);
    }

    /** An answer that is made still has to be sent when no query is inside any more. */
    private void insertHandlers(Server jetty) {
        jetty.insertHandler(new GracefulHandler());
        jetty.insertHandler(new RequestArrival());
        jetty.setStopTimeout(settings.drain().toMillis());
    }

    private static void configurePage(StaticFileConfig page) {
        page.hostedPath = "/";
        page.directory = PAGE;
        page.location = Location.CLASSPATH;
        page.headers =
                Map.of(
                        "Cache-Control", "no-cache",
                        "Content-Security-Policy", CONTENT_POLICY,
                        "Referrer-Policy", "no-referrer",
                        "X-Content-Type-Options", "nosniff");
    }

    private void routes(RoutesConfig routes) {
        SearchEndpoint search =
                new SearchEndpoint(service, searches, waits, metrics, settings.largestBody());
        routes.before("/v1/*", this::requireToken);
        routes.before("/metrics", this::requireToken);
        routes.post("/v1/search", search::post);
        routes.get("/v1/search", search::get);
        routes.get("/v1/posts/<id>", new PostEndpoint(service, histories)::get);
        routes.get("/v1/models", context -> json(context, StateJson.models(service)));
        routes.before(EVENTS, this::requireListener);
        routes.sse(EVENTS, events::add);
        routes.get("/healthz", this::health);
        routes.get("/readyz", this::ready);
        routes.get("/metrics", context -> context.contentType(METRICS_TYPE).result(metrics.text()));
        routes.get(
                "/" + CONTRACT,
                context -> context.contentType("application/yaml").result(contract));
        new ProblemAnswers(settings.largestBody()).addTo(routes);
    }

    private void requireToken(Context context) {
        settings.token()
                .ifPresent(
                        token -> {
                            @Nullable String given = context.header("Authorization");
                            if (given == null || !token.isIn(given)) {
                                throw Problem.of(
                                                Kind.UNAUTHORISED,
                                                "Send the header Authorization: Bearer TOKEN with"
                                                        + " the token of the service.")
                                        .thrown();
                            }
                        });
    }

    private void requireListener(Context context) {
        @Nullable String accept = context.header("Accept");
        if (accept == null || !accept.contains("text/event-stream")) {
            throw Problem.of(
                            Kind.NOT_ACCEPTABLE,
                            "The live numbers are a stream of events: send the header Accept:"
                                    + " text/event-stream.")
                    .thrown();
        }
        events.requireRoom();
    }

    private void health(Context context) {
        FeedState feed = service.feed();
        Health health = Health.of(feed);
        context.status(health == Health.UP ? 200 : 503);
        json(context, StateJson.health(feed, health));
    }

    private void ready(Context context) {
        Readiness readiness = readiness();
        context.status(readiness.isReady() ? 200 : 503);
        json(context, StateJson.readiness(readiness));
    }

    private static void json(Context context, byte[] body) {
        context.contentType(JSON).result(body);
    }

    private static byte[] resource(String name) {
        try (InputStream in = QueryServer.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a file of the service's own jar", e);
        }
    }
}
