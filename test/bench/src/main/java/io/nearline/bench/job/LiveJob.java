package io.nearline.bench.job;

import io.nearline.bench.task.Setting;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.local.JobCounters;
import io.nearline.operations.local.JobCountersFactory;
import io.nearline.operations.local.LocalJob;
import io.nearline.operations.settings.GivenSettings;
import io.nearline.operations.settings.JobKeys;
import io.nearline.operations.settings.JobSettings;
import io.nearline.operators.embed.ServedModel;
import io.nearline.pipeline.StreamingJob;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.config.ServingSettings.Batching;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** The streaming job on a Flink in this JVM, with RocksDB and checkpoints. */
public final class LiveJob {

    private final Setting setting;
    private final JobInput input;
    private int runs;

    /** Jobs of one setting that read posts in Nearline's own format. */
    public LiveJob(Setting setting) {
        this(setting, JobInput.nearline());
    }

    /** Jobs of one setting. */
    public LiveJob(Setting setting, JobInput input) {
        this.setting = setting;
        this.input = input;
    }

    /**
     * A run of the job as it is.
     *
     * @param bundles models of one directory
     * @param counters told of the job's counters once it runs
     */
    TopicRun run(List<Path> bundles, Consumer<JobCounters> counters) {
        return run(topics -> keys(topics, bundles).settings(), counters);
    }

    /** A run in which every text is embedded, for posts that come round again. */
    public TopicRun runWithoutCache(List<Path> bundles) {
        return run(
                topics -> JobKeys.over(keys(topics, bundles).settings()).noCache().settings(),
                unused -> {});
    }

    /**
     * What a job is told in which every text is embedded, for one that is run elsewhere: where its
     * checkpoints go is left to it.
     */
    public Map<String, String> settingsWithoutCache(RunTopics topics, List<Path> bundles) {
        return settings(topics, bundles).noCache().settings().toMap();
    }

    private TopicRun run(Function<RunTopics, JobSettings> told, Consumer<JobCounters> counters) {
        RunTopics topics = newTopics();
        return TopicRun.ofUpdates(
                topics,
                TopicPlan.INDEX_UPDATES,
                () -> {
                    LocalJob job = LocalJob.stream(told.apply(topics));
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
        JobSettings told = keys(topics, List.of(bundle)).settings();
        JobConfig config = told.asStream();
        ModelBundle opened = ModelBundle.open(bundle);
        ModelId id = opened.id();
        int dimensions = opened.manifest().dimensions();
        int workers = setting.cores();
        ServedModel instant =
                new ServedModel(id, () -> new InstantEmbedder(id, dimensions, workers));
        return RunningJob.of(
                LocalJob.start(
                        LocalJob.configuration(told),
                        StreamingJob.NAME,
                        (environment, rest) ->
                                StreamingJob.build(environment, config, List.of(instant))));
    }

    /** Topics that no other run has. */
    public RunTopics newTopics() {
        return RunTopics.create(
                setting.brokers(), setting.runName(++runs), setting.cores(), input.format());
    }

    private JobKeys keys(RunTopics topics, List<Path> bundles) {
        return settings(topics, bundles)
                .checkpoints(setting.work().resolve("run-" + topics.name()))
                .reporter("bench", JobCountersFactory.class, topics.name());
    }

    private JobKeys settings(RunTopics topics, List<Path> bundles) {
        JobKeys job =
                JobKeys.with(new GivenSettings(input.settings(), setting.options()))
                        .kafka(topics.access())
                        .group("bench-" + topics.name())
                        .bundles(bundles.stream().map(Path::toAbsolutePath).toList())
                        .batching(
                                setting.tokenBudget().isPresent()
                                        ? Batching.BY_PRECISION
                                        : Batching.ONE_TEXT);
        setting.tokenBudget().ifPresent(job::tokenBudget);
        return job;
    }
}
