package io.nearline.retrieval.serve;

import io.javalin.http.sse.SseClient;
import io.nearline.retrieval.serve.Problem.Kind;
import io.nearline.retrieval.serve.StateJson.Live;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends live numbers to everybody who listens. A listener that does not keep up misses moments and
 * holds nobody back.
 */
final class LiveEvents implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveEvents.class);

    /** Windows of a page, not a crowd: each costs a connection. */
    private static final int MOST_LISTENERS = 32;

    private static final double NANOS = 1e9;

    private final QueryService service;
    private final AppliedPosts applied;
    private final LongSupplier queries;
    private final InstantSource clock;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ExecutorService senders;

    private long appliedBefore;
    private long queriesBefore;
    private long tickedAt = System.nanoTime();
    private volatile String latest;

    /**
     * Numbers of a service.
     *
     * @param queries how many queries were let in since the start
     */
    LiveEvents(
            QueryService service, AppliedPosts applied, LongSupplier queries, InstantSource clock) {
        this.service = service;
        this.applied = applied;
        this.queries = queries;
        this.clock = clock;
        this.senders =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread = new Thread(task, "live-events");
                            thread.setDaemon(true);
                            return thread;
                        });
        this.latest = text(new Live(clock.instant(), service.feed(), 0, 0, applied.newestSince(0)));
    }

    /**
     * Adds a listener, which gets the latest numbers at once.
     *
     * @throws QueryRefusedException if there are too many
     */
    void add(SseClient client) {
        Listener listener = new Listener(client);
        client.keepAlive();
        client.onClose(() -> listeners.remove(listener));
        listeners.add(listener);
        listener.send(latest);
    }

    /** Refuses one more listener than can be served. */
    void requireRoom() {
        if (listeners.size() >= MOST_LISTENERS) {
            throw Problem.of(
                            Kind.OVERLOADED,
                            "%d listen to the live numbers, as many as may: close one."
                                    .formatted(listeners.size()))
                    .thrown();
        }
    }

    /** Makes the numbers of now and sends them. To be called by one thread, once a second. */
    void tick() {
        long now = System.nanoTime();
        long appliedNow = applied.count();
        long queriesNow = queries.getAsLong();
        double elapsed = (now - tickedAt) / NANOS;
        String text =
                text(
                        new Live(
                                clock.instant(),
                                service.feed(),
                                rate(appliedNow - appliedBefore, elapsed),
                                rate(queriesNow - queriesBefore, elapsed),
                                applied.newestSince(appliedBefore)));
        appliedBefore = appliedNow;
        queriesBefore = queriesNow;
        tickedAt = now;
        latest = text;
        listeners.forEach(listener -> listener.sendSoon(text));
    }

    @Override
    public void close() {
        senders.shutdownNow();
        listeners.forEach(listener -> listener.client.close());
        listeners.clear();
    }

    private String text(Live live) {
        return new String(StateJson.live(live, service), StandardCharsets.UTF_8);
    }

    private static double rate(long count, double seconds) {
        return seconds <= 0 ? 0 : Math.round(count / seconds * 10) / 10.0;
    }

    private final class Listener {

        private final SseClient client;
        private final AtomicBoolean busy = new AtomicBoolean();

        Listener(SseClient client) {
            this.client = client;
        }

        void sendSoon(String text) {
            if (busy.compareAndSet(false, true)) {
                senders.execute(
                        () -> {
                            try {
                                send(text);
                            } finally {
                                busy.set(false);
                            }
                        });
            }
        }

        void send(String text) {
            if (client.terminated()) {
                listeners.remove(this);
                return;
            }
            try {
                client.sendEvent("state", text);
            } catch (RuntimeException e) {
                LOG.debug("a listener is gone", e);
                listeners.remove(this);
                client.close();
            }
        }
    }
}
