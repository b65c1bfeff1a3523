package io.nearline.cli.demo;

import io.nearline.operations.local.JobFailedException;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Feeds a pipeline that serves, and reads back what becomes of every post. One thread only. */
final class DemoRun implements AutoCloseable {

    private final DemoPipeline pipeline;
    private final DemoListener listener;
    private final BooleanSupplier stopWanted;
    private final Ledger ledger;
    private final InputRecords records;
    private final PostPublisher publisher;
    private final LedgerKeeper keeper;
    private final PostFeed feed;
    private final DemoWatch watch;
    private final ExecutorService feeder = Executors.newSingleThreadExecutor(DemoRun::feederThread);
    private @Nullable Future<?> feeding;

    /**
     * @param fed is told every post before it is fed, by the thread that feeds
     * @param published is told every update that was read back
     */
    DemoRun(
            DemoPipeline pipeline,
            DemoSettings settings,
            DemoListener listener,
            BooleanSupplier stopWanted,
            Consumer<PostEvent> fed,
            Consumer<IndexUpdate> published) {
        this.pipeline = pipeline;
        this.listener = listener;
        this.stopWanted = stopWanted;
        this.ledger = new Ledger(pipeline.jobId());
        this.records = new InputRecords(settings.inputs());
        this.publisher = new PostPublisher(pipeline.cluster(), TopicPlan.POSTS.defaultName());
        this.keeper = new LedgerKeeper(pipeline.cluster(), ledger, published);
        this.feed = new PostFeed(records, publisher, fed);
        this.watch = new DemoWatch(pipeline, feed, ledger, settings.stallTimeout());
    }

    /** What a run may wait for. */
    @FunctionalInterface
    interface Goal {
        boolean isReached() throws JobFailedException, InterruptedException;
    }

    /** Begins to feed the next records, in the background; what was fed before must be through. */
    void feed(long most, FeedPace pace) {
        feeding =
                feeder.submit(
                        () -> {
                            feed.run(most, pace);
                            return null;
                        });
    }

    /**
     * Reads on until the goal is reached or the run is to stop.
     *
     * @return whether it was reached
     * @throws UnaccountedPostsException if it is out of reach: posts are missing and nothing comes
     *     any more
     */
    boolean until(Goal goal)
            throws IOException,
                    InterruptedException,
                    JobFailedException,
                    UnaccountedPostsException {
        while (!stopWanted.getAsBoolean() && !goal.isReached()) {
            readOn();
            watch.failIfStalled();
        }
        return !stopWanted.getAsBoolean();
    }

    /** Reads on until the run is to stop; says when everything was fed. */
    void untilStopped() throws IOException, InterruptedException, JobFailedException {
        boolean reported = false;
        while (!stopWanted.getAsBoolean()) {
            readOn();
            if (feed.isDone() && !reported) {
                reported = true;
                listener.fed();
            }
        }
    }

    Ledger ledger() {
        return ledger;
    }

    DemoWatch watch() {
        return watch;
    }

    long published() {
        return feed.published();
    }

    @Override
    public void close() throws IOException {
        feeder.shutdownNow();
        keeper.close();
        publisher.close();
        records.close();
    }

    private void readOn() throws IOException, InterruptedException, JobFailedException {
        keeper.readOn();
        pipeline.check();
        failIfFeedingFailed();
        watch.poll(listener);
    }

    private void failIfFeedingFailed() throws IOException, InterruptedException {
        if (feeding == null || !feeding.isDone()) {
            return;
        }
        try {
            feeding.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException("feeding posts failed", e.getCause());
        }
    }

    private static Thread feederThread(Runnable feed) {
        Thread thread = new Thread(feed, "post-feed");
        thread.setDaemon(true);
        return thread;
    }
}
