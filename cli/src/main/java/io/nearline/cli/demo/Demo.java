package io.nearline.cli.demo;

import io.nearline.operations.local.JobFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Feeds posts through a pipeline of its own and keeps account of each. */
public final class Demo {

    private final DemoSettings settings;
    private final Path directory;
    private final DemoListener listener;
    private final BooleanSupplier stopWanted;

    /**
     * @param directory for everything that is written; must exist, stays
     * @param stopWanted asked several times a second; once it says yes, everything is stopped
     */
    public Demo(
            DemoSettings settings,
            Path directory,
            DemoListener listener,
            BooleanSupplier stopWanted) {
        this.settings = settings;
        this.directory = directory;
        this.listener = listener;
        this.stopWanted = stopWanted;
    }

    /** When a run is over, if nobody stops it before. */
    public enum Goal {
        /** Everything was fed, and the end of each post is known. */
        EVERY_POST_ENDED,
        /** Never. */
        NONE
    }

    /**
     * Feeds everything and keeps account until the goal is reached or the run is stopped.
     *
     * @return how it went; posts are missing only if the run was stopped
     * @throws UnaccountedPostsException if the goal is out of reach: posts are missing and nothing
     *     comes any more
     * @throws JobFailedException if the job did not start or did not survive
     * @throws IOException if an input cannot be read
     */
    public Summary run(Goal goal)
            throws IOException,
                    InterruptedException,
                    JobFailedException,
                    UnaccountedPostsException {
        try (DemoPipeline pipeline = DemoPipeline.start(settings, directory);
                DemoSearch search = DemoSearch.of(settings, pipeline.cluster(), directory)) {
            listener.report("the job runs; its models are being loaded and verified");
            awaitServing(pipeline);
            search.start().ifPresent(listener::searchable);
            return settings.backfillModel().isEmpty()
                    ? feedAll(pipeline, goal)
                    : new RolloutScenario(settings, pipeline, directory, listener)
                            .run(goal, stopWanted);
        }
    }

    private void awaitServing(DemoPipeline pipeline)
            throws JobFailedException, InterruptedException {
        long deadline = System.nanoTime() + settings.stallTimeout().toNanos();
        while (!pipeline.isServing() && !stopWanted.getAsBoolean()) {
            pipeline.check();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the job does not serve after "
                                + settings.stallTimeout().toSeconds()
                                + " s; --stall-timeout allows longer");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        listener.ready(pipeline.cluster().brokers());
    }

    private Summary feedAll(DemoPipeline pipeline, Goal goal)
            throws IOException,
                    InterruptedException,
                    JobFailedException,
                    UnaccountedPostsException {
        try (DemoRun run =
                new DemoRun(
                        pipeline, settings, listener, stopWanted, fed -> {}, listener::updated)) {
            run.feed(Long.MAX_VALUE, FeedPace.steady(settings.postsPerSecond(), 0));
            if (goal == Goal.EVERY_POST_ENDED) {
                run.until(run.watch()::everyPostEnded);
            } else {
                run.untilStopped();
            }
            return run.watch().summary();
        }
    }
}
