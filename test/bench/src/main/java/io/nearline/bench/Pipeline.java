package io.nearline.bench;

import io.nearline.bench.measure.Percentiles;
import io.nearline.bench.input.BenchPosts;
import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.broker.LocalBroker;
import io.nearline.pipeline.broker.PostPublisher;
import io.nearline.pipeline.broker.TopicPlan;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.pipeline.config.ModelSettings.Batching;
import io.nearline.pipeline.embedded.EmbeddedJob;
import io.nearline.pipeline.embedded.JobFailedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;

/**
 * The whole way: posts on a topic, the streaming job on an embedded Flink with RocksDB and
 * checkpoints, updates on a topic. Every run has topics of its own.
 */
final class Pipeline {
    private static final int WARM_UP_POSTS = 200;

    /** Edits of each that need no inference: many records in little time. */
    private static final int WARM_UP_EDITS = 40;

    private static final int WARM_UP = WARM_UP_POSTS * (1 + WARM_UP_EDITS);
    private static final String WARM_UP_IDS = "warm-up-";
    private static final String MEASURED_IDS = "post-";

    /** Few, large answers: watching must not cost the job its cores. */
    static final Map<String, String> SELDOM =
            Map.of("fetch.min.bytes", "4000000", "fetch.max.wait.ms", "200");

    private final LocalBroker broker;
    private final Path checkpoints;
    private final int partitions;
    private final Map<String, String> settings;
    private int runs;

    /** A pipeline whose jobs have these settings over their defaults. */
    Pipeline(LocalBroker broker, Path checkpoints, int partitions, Map<String, String> settings) {
        this.broker = broker;
        this.checkpoints = checkpoints;
        this.partitions = partitions;
        this.settings = settings;
    }

    /**
     * Works off posts that are there when the job starts.
     *
     * @return posts a second, from the end of the warm-up to the last post
     */
    Rate throughput(ModelUnderTest model, BenchPosts posts, int count)
            throws JobFailedException, InterruptedException {
        Run run = newRun();
        try (PostPublisher publisher = run.publisher()) {
            warmUp(publisher, posts);
            for (int i = 0; i < count; i++) {
                publisher.publish(posts.event(i, MEASURED_IDS + i));
            }
            publisher.flush();
        }
        try (EmbeddedJob job = EmbeddedJob.start(run.configuration(model));
                PublishedUpdates updates = run.updates(job)) {
            updates.await(WARM_UP_IDS, WARM_UP);
            Rate.Stopwatch stopwatch = Rate.start();
            // Reading lags behind publishing, so posts are counted by when they were published.
            long started = System.currentTimeMillis();
            List<Long> times = updates.await(MEASURED_IDS, count).times(MEASURED_IDS);
            double cpu = stopwatch.cpuPerThousand(after(started, times));
            // Partitions end their warm-up one after the other: only then do all of them measure.
            List<Long> warmUp = updates.times(WARM_UP_IDS);
            long first = warmUp.get(warmUp.size() - 1);
            long last = times.get(times.size() - 1);
            return new Rate(after(first, times) / ((last - first) / 1e3), cpu);
        }
    }

    /**
     * Works off posts that keep coming at an even rate.
     *
     * @return times from the event to the update's publication
     */
    Percentiles freshness(ModelUnderTest model, BenchPosts posts, double perSecond, int count)
            throws JobFailedException, InterruptedException {
        Run run = newRun();
        try (EmbeddedJob job = EmbeddedJob.start(run.configuration(model));
                PostPublisher publisher = run.publisher();
                PublishedUpdates updates = run.updates(job)) {
            warmUp(publisher, posts);
            updates.await(WARM_UP_IDS, WARM_UP);
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                sleepUntil(start + (long) (i / perSecond * 1e9));
                publisher.publish(posts.event(i, MEASURED_IDS + i));
            }
            publisher.flush();
            return updates.await(MEASURED_IDS, count).freshness(MEASURED_IDS);
        }
    }

    /** How many of these times are after one. */
    static int after(long time, List<Long> times) {
        return (int) times.stream().filter(published -> published > time).count();
    }

    private static void warmUp(PostPublisher publisher, BenchPosts posts) {
        for (int i = 0; i < WARM_UP_POSTS; i++) {
            publisher.publish(posts.event(i, WARM_UP_IDS + i));
        }
        for (int edit = 0; edit < WARM_UP_EDITS; edit++) {
            for (int i = 0; i < WARM_UP_POSTS; i++) {
                publisher.publish(posts.attributeEdit(i, WARM_UP_IDS + i, 2 + edit));
            }
        }
        publisher.flush();
    }

    private static void sleepUntil(long nanoTime) {
        for (long left; (left = nanoTime - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(left);
        }
    }

    private Run newRun() {
        String name = String.valueOf(++runs);
        return new Run(RunTopics.create(broker.bootstrapServers(), name, partitions));
    }

    /** One job with its topics. */
    private final class Run {
        private final RunTopics topics;

        private Run(RunTopics topics) {
            this.topics = topics;
        }

        PostPublisher publisher() {
            return topics.publisher();
        }

        PublishedUpdates updates(EmbeddedJob job) {
            return PublishedUpdates.of(
                    new Cluster(broker.bootstrapServers(), SELDOM),
                    topics.of(TopicPlan.INDEX_UPDATES),
                    job);
        }

        Configuration configuration(ModelUnderTest model) {
            Configuration options = topics.options();
            options.set(JobOptions.GROUP_ID, "bench-" + topics.name());
            Path bundle = model.directory().toAbsolutePath();
            options.set(JobOptions.MODELS_DIRECTORY, bundle.getParent().toString());
            options.set(JobOptions.MODELS, List.of(bundle.getFileName().toString()));
            model.tokenBudget()
                    .ifPresent(
                            budget -> {
                                options.set(JobOptions.BATCHING, Batching.TOKEN_BUDGET);
                                options.set(JobOptions.TOKEN_BUDGET, budget);
                            });
            options.set(
                    CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                    checkpoints.resolve("run-" + topics.name()).toUri().toString());
            options.addAll(Configuration.fromMap(settings));
            return options;
        }
    }
}
