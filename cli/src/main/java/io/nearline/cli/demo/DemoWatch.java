package io.nearline.cli.demo;

import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Adds up what the feed, the job and the topics say, and notices when nothing happens any more. */
final class DemoWatch {

    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final DemoPipeline pipeline;
    private final PostFeed feed;
    private final Ledger ledger;
    private final Duration stallTimeout;
    private final long start = System.nanoTime();
    private long lastChange = start;
    private long lastProgress = start;
    private volatile long endedBefore;
    private long recordsBefore;

    DemoWatch(DemoPipeline pipeline, PostFeed feed, Ledger ledger, Duration stallTimeout) {
        this.pipeline = pipeline;
        this.feed = feed;
        this.ledger = ledger;
        this.stallTimeout = stallTimeout;
    }

    /** Takes stock, and tells the listener once a second. */
    void poll(DemoListener listener) {
        long now = System.nanoTime();
        long ended = account().ended();
        long records = ledger.totals().records();
        if (ended != endedBefore || records != recordsBefore) {
            endedBefore = ended;
            recordsBefore = records;
            lastChange = now;
        }
        if (now - lastProgress >= PROGRESS_NANOS) {
            lastProgress = now;
            listener.progress(summary());
        }
    }

    /**
     * Whether the end of each post is known, and every record that the job has given to its sinks
     * was read: with several models, a post's first update alone does not end it.
     */
    boolean everyPostEnded() {
        return feed.isDone()
                && account().missing() == 0
                && (pipeline.restarts() > 0
                        || ledger.totals().records() >= pipeline.recordsWritten());
    }

    /** Notes that something went on which neither the feed nor the topics show. */
    void moved() {
        lastChange = System.nanoTime();
    }

    /** Posts of which the end was known at the last poll; for any thread. */
    long ended() {
        return endedBefore;
    }

    void failIfStalled() throws UnaccountedPostsException {
        long quiet = System.nanoTime() - lastChange;
        boolean awaited = feed.isDone() || account().missing() != 0;
        if (awaited && quiet > stallTimeout.toNanos()) {
            throw new UnaccountedPostsException(summary(), stallTimeout);
        }
    }

    Summary summary() {
        return new Summary(
                account(),
                ledger.freshness(),
                (lastChange - start) / (double) TimeUnit.SECONDS.toNanos(1),
                pipeline.restarts(),
                ledger.models(),
                null);
    }

    private Account account() {
        Ledger.Totals totals = ledger.totals();
        return new Account(
                // Others may publish to a running demo; those posts were never fed.
                Math.max(feed.published(), pipeline.postsRead()),
                totals.updates(),
                new TreeMap<>(pipeline.skipped()),
                totals.deadLetters());
    }
}
