package io.nearline.cli.demo;

import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.backfill.range.RangeResolver;
import io.nearline.operations.backfill.range.ResolvedRange;
import io.nearline.operations.local.JobCountersFactory;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestartStrategyOptions;

/** Options of the demo's jobs. */
final class DemoConfiguration {

    /** Identity of the demo's one backfill. */
    static final String BACKFILL_ID = "demo";

    /** A demo that keeps failing must say so and not go on for ever. */
    private static final int RESTARTS = 3;

    private DemoConfiguration() {}

    /**
     * The live job.
     *
     * @param directory for its checkpoints and the links to its models
     */
    static Configuration live(DemoSettings settings, Path directory, String brokers)
            throws IOException {
        Configuration configuration = common(settings, directory.resolve("live"), brokers);
        Path models = Files.createDirectories(directory.resolve("models"));
        configuration.set(JobOptions.MODELS_DIRECTORY, models.toString());
        configuration.set(JobOptions.MODELS, linkModels(settings.models(), models));
        configuration.setString("metrics.reporters", "demo");
        configuration.setString(
                "metrics.reporter.demo.factory.class", JobCountersFactory.class.getName());
        configuration.setString("metrics.reporter.demo.name", directory.toString());
        configuration.addAll(Configuration.fromMap(settings.jobOptions()));
        return configuration;
    }

    /**
     * A backfill of everything that has been published up to now.
     *
     * @param directory for its checkpoints
     */
    static Configuration backfill(DemoSettings settings, Path directory, Cluster cluster) {
        ResolvedRange range =
                new RangeResolver(cluster, Clock.systemUTC())
                        .resolve(TopicPlan.POSTS.defaultName(), RangeRequest.everything());
        Configuration configuration =
                common(settings, directory.resolve("backfill"), cluster.brokers());
        configuration.set(BackfillOptions.ID, BACKFILL_ID);
        configuration.set(
                BackfillOptions.BUNDLE, settings.backfillModel().orElseThrow().toString());
        configuration.set(BackfillOptions.OFFSETS, range.offsets().toString());
        configuration.set(BackfillOptions.AS_OF, range.asOf().toString());
        configuration.set(BackfillOptions.REPORT_INTERVAL, Duration.ofSeconds(1));
        // It shares this machine with the live job, whose engines have a worker per core.
        int cpus = Runtime.getRuntime().availableProcessors();
        configuration.set(JobOptions.WORKERS, Math.max(1, cpus / 2));
        configuration.addAll(Configuration.fromMap(settings.jobOptions()));
        return configuration;
    }

    private static Configuration common(DemoSettings settings, Path directory, String brokers) {
        Configuration configuration = new Configuration();
        configuration.set(JobOptions.BOOTSTRAP_SERVERS, brokers);
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
