package io.nearline.cli.demo;

import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.backfill.range.RangeResolver;
import io.nearline.operations.backfill.range.ResolvedRange;
import io.nearline.operations.local.JobCountersFactory;
import io.nearline.operations.settings.GivenSettings;
import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import io.nearline.operations.settings.KafkaAccess;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
    static JobSettings live(DemoSettings settings, Path directory, String brokers)
            throws IOException {
        Path models = Files.createDirectories(directory.resolve("models"));
        return common(settings, directory.resolve("live"), brokers)
                .bundles(linkModels(settings.models(), models))
                .reporter("demo", JobCountersFactory.class, directory.toString())
                .settings();
    }

    /**
     * A backfill of everything that has been published up to now.
     *
     * @param directory for its checkpoints
     */
    static JobSettings backfill(DemoSettings settings, Path directory, Cluster cluster) {
        ResolvedRange range =
                new RangeResolver(cluster, Clock.systemUTC())
                        .resolve(TopicPlan.POSTS.defaultName(), RangeRequest.everything());
        // It shares this machine with the live job, whose engines have a worker per core.
        int cpus = Runtime.getRuntime().availableProcessors();
        return common(settings, directory.resolve("backfill"), cluster.brokers())
                .id(BACKFILL_ID)
                .bundle(settings.backfillModel().orElseThrow().toString())
                .offsets(range.offsets())
                .asOf(range.asOf())
                .reportEvery(Duration.ofSeconds(1))
                .workers(Math.max(1, cpus / 2))
                .settings();
    }

    private static JobKeys common(DemoSettings settings, Path directory, String brokers) {
        return JobKeys.with(GivenSettings.overriding(settings.jobOptions()))
                .kafka(KafkaAccess.at(brokers))
                .checkpointEvery(settings.checkpointInterval())
                .checkpoints(directory.resolve("checkpoints"))
                .restarts(RESTARTS, Duration.ofSeconds(1))
                .temporaryFiles(directory.resolve("flink"));
    }

    /** The job wants its bundles side by side; the demo takes them from anywhere. */
    private static List<Path> linkModels(List<Path> bundles, Path models) throws IOException {
        List<Path> links = new ArrayList<>();
        for (Path bundle : bundles) {
            Path target = bundle.toAbsolutePath().normalize();
            links.add(Files.createSymbolicLink(models.resolve(target.getFileName()), target));
        }
        return links;
    }
}
