package io.nearline.pipeline.demo;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.broker.LocalBroker;
import io.nearline.pipeline.broker.TopicPlan;
import io.nearline.pipeline.broker.Topics;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.pipeline.embedded.EmbeddedJob;
import io.nearline.pipeline.embedded.JobCounters;
import io.nearline.pipeline.embedded.JobCountersFactory;
import io.nearline.pipeline.embedded.JobFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;

/** A broker with its topics and the job that serves them, all in this JVM. */
final class DemoPipeline implements AutoCloseable {

    /** Posts in flight between partitions and subtasks; more than the cores of a small machine. */
    private static final int PARTITIONS = 4;

    /** A demo that keeps failing must say so and not go on for ever. */
    private static final int RESTARTS = 3;

    private final LocalBroker broker;
    private final EmbeddedJob job;
    private final JobCounters counters;

    private DemoPipeline(LocalBroker broker, EmbeddedJob job, JobCounters counters) {
        this.broker = broker;
        this.job = job;
        this.counters = counters;
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
            EmbeddedJob job = EmbeddedJob.start(configuration(settings, directory, broker));
            return new DemoPipeline(broker, job, JobCounters.named(directory.toString()));
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
        for (SkipReason reason : SkipReason.values()) {
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

    private static Configuration configuration(
            DemoSettings settings, Path directory, LocalBroker broker) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(JobOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        Path models = Files.createDirectories(directory.resolve("models"));
        configuration.set(JobOptions.MODELS_DIRECTORY, models.toString());
        configuration.set(JobOptions.MODELS, linkModels(settings.models(), models));
        configuration.set(
                CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                directory.resolve("checkpoints").toUri().toString());
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, RESTARTS);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
        configuration.set(CoreOptions.TMP_DIRS, directory.resolve("flink").toString());
        configuration.setString("metrics.reporters", "demo");
        configuration.setString(
                "metrics.reporter.demo.factory.class", JobCountersFactory.class.getName());
        configuration.setString("metrics.reporter.demo.name", directory.toString());
        configuration.addAll(Configuration.fromMap(settings.jobOptions()));
        return configuration;
    }

    /** The job wants its bundles side by side; the demo takes them from anywhere. */
    private static List<String> linkModels(List<Path> bundles, Path models) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path bundle : bundles) {
            Path target = bundle.toAbsolutePath().normalize();
            String name = target.getFileName().toString();
            Files.createSymbolicLink(models.resolve(name), target);
            names.add(name);
        }
        return names;
    }
}
