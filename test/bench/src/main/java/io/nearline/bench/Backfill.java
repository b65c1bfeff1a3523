package io.nearline.bench;

import io.nearline.bench.input.BenchPosts;
import io.nearline.pipeline.backfill.range.RangeRequest;
import io.nearline.pipeline.backfill.range.RangeResolver;
import io.nearline.pipeline.backfill.range.ResolvedRange;
import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.broker.LocalBroker;
import io.nearline.pipeline.broker.PostPublisher;
import io.nearline.pipeline.broker.TopicPlan;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.embedded.EmbeddedJob;
import io.nearline.pipeline.embedded.JobFailedException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;

/**
 * The backfill job by itself, unguarded, as nobody is served beside it: from a topic of posts to
 * the topic of vectors, both passes, with checkpoints.
 */
final class Backfill {
    /** Embedded before the clock starts, while the JVM compiles. */
    private static final int WARM_UP = 600;

    private static final String WARM_UP_IDS = "warm-up-";
    private static final String MEASURED_IDS = "post-";

    private final LocalBroker broker;
    private final Path checkpoints;
    private final int partitions;
    private final Map<String, String> settings;
    private int runs;

    /** A backfill whose jobs have these settings over their defaults. */
    Backfill(LocalBroker broker, Path checkpoints, int partitions, Map<String, String> settings) {
        this.broker = broker;
        this.checkpoints = checkpoints;
        this.partitions = partitions;
        this.settings = settings;
    }

    /**
     * Embeds posts that are there when the job starts.
     *
     * @return posts a second, from the end of the warm-up to the last vector
     */
    Rate throughput(ModelUnderTest model, BenchPosts posts)
            throws JobFailedException, InterruptedException {
        RunTopics topics =
                RunTopics.create(broker.bootstrapServers(), "backfill-" + ++runs, partitions);
        try (PostPublisher publisher = topics.publisher()) {
            publish(publisher, posts, WARM_UP_IDS, WARM_UP);
            publish(publisher, posts, MEASURED_IDS, posts.size());
        }
        try (EmbeddedJob job = EmbeddedJob.startBackfill(configuration(topics, model));
                PublishedUpdates vectors =
                        PublishedUpdates.of(
                                new Cluster(topics.brokers(), Pipeline.SELDOM),
                                topics.of(TopicPlan.BACKFILL_UPDATES),
                                job)) {
            List<Long> warmUp = vectors.await(WARM_UP_IDS, WARM_UP).times(WARM_UP_IDS);
            Rate.Stopwatch stopwatch = Rate.start();
            long started = System.currentTimeMillis();
            List<Long> times = vectors.await(MEASURED_IDS, posts.size()).times(MEASURED_IDS);
            double cpu = stopwatch.cpuPerThousand(Pipeline.after(started, times));
            long first = warmUp.get(warmUp.size() - 1);
            long last = times.get(times.size() - 1);
            return new Rate(Pipeline.after(first, times) / ((last - first) / 1e3), cpu);
        }
    }

    private static void publish(PostPublisher publisher, BenchPosts posts, String ids, int count) {
        for (int i = 0; i < count; i++) {
            publisher.publish(posts.event(i, ids + i));
        }
        publisher.flush();
    }

    private Configuration configuration(RunTopics topics, ModelUnderTest model) {
        ResolvedRange range =
                new RangeResolver(topics.cluster(), Clock.systemUTC())
                        .resolve(topics.of(TopicPlan.POSTS), RangeRequest.everything());
        Configuration options = topics.options();
        options.set(BackfillOptions.ID, topics.name());
        options.set(BackfillOptions.BUNDLE, model.directory().toAbsolutePath().toString());
        options.set(BackfillOptions.OFFSETS, range.offsets().toString());
        options.set(BackfillOptions.AS_OF, range.asOf().toString());
        options.set(BackfillOptions.GUARD_ENABLED, false);
        options.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                checkpoints.resolve(topics.name()).toUri().toString());
        options.addAll(Configuration.fromMap(settings));
        return options;
    }
}
