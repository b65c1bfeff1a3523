package io.nearline.bench.job;

import io.nearline.bench.task.Setting;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.local.JobCounters;
import io.nearline.operations.local.JobCountersFactory;
import io.nearline.operations.local.LocalJob;
import io.nearline.operators.embed.ServedModel;
import io.nearline.pipeline.StreamingJob;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.pipeline.config.ServingSettings.Batching;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;

/** The streaming job on a Flink in this JVM, with RocksDB and checkpoints. */
public final class LiveJob {
    private static final Map<String, String> NO_CACHE = Map.of(JobOptions.CACHE_SIZE.key(), "0");

    private final Setting setting;
    private int runs;

    /** Jobs of one setting. */
    public LiveJob(Setting setting) {
        this.setting = setting;
    }

    /**
     * A run of the job as it is.
     *
     * @param bundles models of one directory
     * @param counters told of the job's counters once it runs
     */
    TopicRun run(List<Path> bundles, Consumer<JobCounters> counters) {
        return run(bundles, counters, Map.of());
    }

    /** A run in which every text is embedded, for posts that come round again. */
    public TopicRun runWithoutCache(List<Path> bundles) {
        return run(bundles, unused -> {}, NO_CACHE);
    }

    private TopicRun run(
            List<Path> bundles, Consumer<JobCounters> counters, Map<String, String> over) {
        RunTopics topics = newTopics();
        return TopicRun.ofUpdates(
                topics,
                TopicPlan.INDEX_UPDATES,
                () -> {
                    Configuration options = configuration(topics, bundles);
                    options.addAll(Configuration.fromMap(over));
                    LocalJob job = LocalJob.stream(options);
                    counters.accept(JobCounters.named(topics.name()));
                    return RunningJob.of(job);
                });
    }

    /**
     * A run of the job with a model that answers at once: what is left is everything but tokenising
     * and inference.
     */
    TopicRun runWithInstantModel() {
        RunTopics topics = newTopics();
        return TopicRun.ofUpdates(topics, TopicPlan.INDEX_UPDATES, () -> startInstant(topics));
    }

    private RunningJob startInstant(RunTopics topics) throws Exception {
        Path bundle = setting.model();
        Configuration configuration =
                LocalJob.configuration(configuration(topics, List.of(bundle)));
        JobConfig config = JobConfig.from(configuration);
        ModelBundle opened = ModelBundle.open(bundle);
        ModelId id = opened.id();
        int dimensions = opened.manifest().dimensions();
        int workers = setting.cores();
        ServedModel instant =
                new ServedModel(id, () -> new InstantEmbedder(id, dimensions, workers));
        return RunningJob.of(
                LocalJob.start(
                        configuration,
                        StreamingJob.NAME,
                        (environment, rest) ->
                                StreamingJob.build(environment, config, List.of(instant))));
    }

    private RunTopics newTopics() {
        return RunTopics.create(setting.brokers(), setting.runName(++runs), setting.cores());
    }

    private Configuration configuration(RunTopics topics, List<Path> bundles) {
        Configuration options = topics.options();
        options.set(JobOptions.GROUP_ID, "bench-" + topics.name());
        Path directory = bundles.get(0).toAbsolutePath().getParent();
        options.set(JobOptions.MODELS_DIRECTORY, directory.toString());
        options.set(
                JobOptions.MODELS,
                bundles.stream().map(bundle -> bundle.getFileName().toString()).toList());
        options.set(
                JobOptions.BATCHING,
                setting.tokenBudget().isPresent() ? Batching.BY_PRECISION : Batching.ONE_TEXT);
        setting.tokenBudget().ifPresent(budget -> options.set(JobOptions.TOKEN_BUDGET, budget));
        options.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                setting.work().resolve("run-" + topics.name()).toUri().toString());
        options.setString(
                "metrics.reporter.bench.factory.class", JobCountersFactory.class.getName());
        options.setString("metrics.reporter.bench.name", topics.name());
        options.addAll(Configuration.fromMap(setting.options()));
        return options;
    }
}
