package io.nearline.cli.demo;

import io.nearline.broker.LocalBroker;
import io.nearline.operations.local.JobCounters;
import io.nearline.operations.local.JobFailedException;
import io.nearline.operations.local.LocalJob;
import io.nearline.operations.settings.JobSettings;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.metrics.MetricNames;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A broker with its topics and the job that serves them, all in this JVM. */
final class DemoPipeline implements AutoCloseable {

    /** Posts in flight between partitions and subtasks; more than the cores of a small machine. */
    private static final int PARTITIONS = 4;

    /** The others are for what a backfill brings, which is not in the account of posts. */
    private static final Set<SkipReason> LIVE_SKIPS =
            EnumSet.complementOf(
                    EnumSet.of(
                            SkipReason.UNSERVED_MODEL,
                            SkipReason.BEYOND_MEMORY,
                            SkipReason.BEFORE_START,
                            SkipReason.LOSSY));

    private final LocalBroker broker;
    private final LocalJob job;
    private final JobCounters counters;
    private final TextRecipe recipe;

    private DemoPipeline(
            LocalBroker broker, LocalJob job, JobCounters counters, TextRecipe recipe) {
        this.broker = broker;
        this.job = job;
        this.counters = counters;
        this.recipe = recipe;
    }

    /**
     * Starts everything.
     *
     * @param directory for the broker's data and the job's checkpoints
     */
    static DemoPipeline start(DemoSettings settings, Path directory)
            throws IOException, JobFailedException {
        Path brokerDirectory = directory.resolve("broker");
        LocalBroker broker =
                settings.port().isPresent()
                        ? LocalBroker.start(brokerDirectory, settings.port().getAsInt())
                        : LocalBroker.start(brokerDirectory);
        try {
            createTopics(Cluster.at(broker.bootstrapServers()));
            JobSettings told =
                    DemoConfiguration.live(settings, directory, broker.bootstrapServers());
            LocalJob job = LocalJob.stream(told);
            return new DemoPipeline(
                    broker,
                    job,
                    JobCounters.named(directory.toString()),
                    told.asStream().flow().recipe());
        } catch (IOException | JobFailedException | RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    Cluster cluster() {
        return Cluster.at(broker.bootstrapServers());
    }

    /**
     * Fails if the job has.
     *
     * @throws JobFailedException with the job's own reason
     */
    void check() throws JobFailedException, InterruptedException {
        if (job.hasEnded()) {
            job.await();
        }
    }

    /** Flink's id of the job. */
    String jobId() {
        return job.id();
    }

    /** How the job makes one text of a post. */
    TextRecipe recipe() {
        return recipe;
    }

    /** Whether the models have been loaded. */
    boolean isServing() {
        return counters.has(MetricNames.MODEL_INFO);
    }

    /** Records the job has read so far. */
    long postsRead() {
        return counters.sum(MetricNames.POSTS_READ);
    }

    /** Post events skipped so far, by reason. */
    Map<String, Long> skipped() {
        Map<String, Long> skipped = new TreeMap<>();
        for (SkipReason reason : LIVE_SKIPS) {
            skipped.put(
                    reason.label(),
                    counters.sum(MetricNames.POSTS_SKIPPED, MetricNames.REASON, reason.label()));
        }
        return skipped;
    }

    /** Records the job has given to its sinks so far. */
    long recordsWritten() {
        return counters.sum(MetricNames.UPDATES) + counters.sum(MetricNames.DEAD_LETTERS);
    }

    /** Backfilled vectors that the job has published or decided not to, so far. */
    long mergesDecided() {
        return counters.sum(MetricNames.MERGED) + counters.sum(MetricNames.MERGE_SKIPPED);
    }

    long restarts() {
        return counters.restarts();
    }

    @Override
    public void close() {
        job.close();
        broker.close();
    }

    private static void createTopics(Cluster cluster) {
        try (Topics topics = Topics.of(cluster)) {
            for (TopicPlan plan : TopicPlan.values()) {
                topics.create(plan, plan.defaultName(), PARTITIONS, Optional.empty());
            }
        }
    }
}
