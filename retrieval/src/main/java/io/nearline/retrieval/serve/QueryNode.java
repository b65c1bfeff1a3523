package io.nearline.retrieval.serve;

import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.retrieval.index.LuceneStore;
import io.nearline.retrieval.search.Searcher;
import io.nearline.topics.consume.ConsumerStatus;
import io.nearline.topics.consume.UpdateConsumer;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole query service in this process: the index, the consumer that feeds it, the models that
 * embed queries, and the HTTP server. Listens from the start and is ready when it has caught up.
 */
public final class QueryNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryNode.class);

    /** Vectors of some 2,000 texts that people type again. */
    private static final long EMBEDDING_CACHE_BYTES = 4L << 20;

    private final LuceneStore store;
    private final QueryEncoders encoders;
    private final UpdateConsumer consumer;
    private final Thread feeding;
    private final ScheduledExecutorService opening;
    private final QueryServer server;
    private final URI address;

    private QueryNode(NodeSettings settings, LuceneStore store) {
        this.store = store;
        InstantSource clock = InstantSource.system();
        AppliedPosts applied = new AppliedPosts(clock);
        Searcher searcher = store.searcher();
        EngineOptions engine =
                EngineOptions.forCpus(settings.embeddingThreads())
                        .withCacheBytes(EMBEDDING_CACHE_BYTES);
        encoders =
                new QueryEncoders(
                        new BundleFinder(
                                settings.bundles(),
                                new PublishedBundles(
                                        settings.cluster(), settings.consumer().controlTopic())),
                        bundle -> Embedders.open(bundle, engine));
        consumer =
                new UpdateConsumer(
                        settings.cluster(), new ObservedStore(store, applied), settings.consumer());
        QueryService service =
                new QueryService(searcher, encoders, applied, () -> feed(consumer.status()));
        server = QueryServer.start(service, applied, settings.server(), clock);
        address =
                URI.create(
                        "%s://%s:%d/"
                                .formatted(
                                        settings.server().tls().isPresent() ? "https" : "http",
                                        bracketed(settings.server().host()),
                                        server.port()));
        feeding = new Thread(this::feed, "index-feed");
        opening =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "bundle-opening");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Starts a node; returns when it listens, before it has caught up.
     *
     * @throws io.nearline.retrieval.index.IndexUnusableException if the index cannot be opened,
     *     with what to do
     * @throws IllegalStateException if the address is not to be had
     */
    @SuppressWarnings("FutureReturnValueIgnored") // It ends with the node, and never by itself.
    public static QueryNode start(NodeSettings settings) throws IOException {
        LuceneStore store = LuceneStore.open(settings.index(), settings.memory());
        QueryNode node;
        try {
            node = new QueryNode(settings, store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        node.feeding.start();
        node.opening.scheduleWithFixedDelay(node::openBundles, 0, 500, TimeUnit.MILLISECONDS);
        return node;
    }

    /** Where it listens. */
    public URI address() {
        return address;
    }

    /** How it gets on. */
    public NodeState state() {
        return NodeState.of(server.readiness());
    }

    /** Answers what is under way, commits the index, and gives everything back. */
    @Override
    public void close() throws IOException {
        server.close();
        opening.shutdownNow();
        consumer.close();
        awaitFeeding();
        store.close();
        encoders.close();
    }

    /** The store must not be closed under the thread that writes to it. */
    private void awaitFeeding() {
        try {
            feeding.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void feed() {
        try {
            consumer.run();
        } catch (RuntimeException e) {
            // Shown by the state, the health check and whoever runs the node.
            LOG.error("the index is not fed any more", e);
        }
    }

    private void openBundles() {
        try {
            encoders.follow(store.searcher().heldModels());
        } catch (RuntimeException e) {
            LOG.warn("a bundle was not opened, trying again: {}", e.toString());
        }
    }

    static FeedState feed(ConsumerStatus status) {
        Instant caughtUpAt = status.position().caughtUpAt();
        return new FeedState(
                FeedState.Phase.valueOf(status.state().name()),
                status.problem(),
                status.position().complete(),
                status.recordsBehind(),
                caughtUpAt.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(caughtUpAt),
                status.freshness().percentile(0.5),
                status.freshness().percentile(0.99));
    }

    /** An IPv6 address in a URI. */
    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
