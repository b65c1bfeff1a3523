package io.nearline.operations.settings;

import io.nearline.pipeline.config.BackfillInput.FileSet;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.EmbedOptions;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.ModelOptions;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.pipeline.config.ServingSettings.Batching;
import io.nearline.pipeline.config.TopicOptions;
import io.nearline.topics.cluster.TopicPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Says what a job is told in Flink's keys: the one place that writes them, for every command, the
 * demo and the benchmark. What is said later goes over what was said before, and the overrides of
 * {@link GivenSettings} go over everything. The job reads them with {@link
 * io.nearline.pipeline.config.JobConfig} and {@link io.nearline.pipeline.config.BackfillConfig},
 * which hold the rules. Not thread-safe.
 */
public final class JobKeys {

    private static final Map<TopicPlan, ConfigOption<String>> TOPICS =
            Map.of(
                    TopicPlan.POSTS, TopicOptions.POSTS,
                    TopicPlan.INDEX_UPDATES, TopicOptions.INDEX_UPDATES,
                    TopicPlan.BACKFILL_UPDATES, TopicOptions.BACKFILL_UPDATES,
                    TopicPlan.INDEX_CONTROL, TopicOptions.INDEX_CONTROL,
                    TopicPlan.DEAD_LETTERS, TopicOptions.DEAD_LETTERS);

    /** Without a quiet hour between them. */
    private static final int RESTARTS = 10;

    private final Configuration all;
    private final Map<String, String> overrides;

    private JobKeys(Configuration all, Map<String, String> overrides) {
        this.all = all;
        this.overrides = overrides;
    }

    /** Begins with what somebody wrote by key. */
    public static JobKeys with(GivenSettings given) {
        return new JobKeys(Configuration.fromMap(given.defaults()), given.overrides());
    }

    /** Goes on with what a job is told already; what is said now goes over all of it. */
    public static JobKeys over(JobSettings settings) {
        return new JobKeys(settings.toConfiguration(), Map.of());
    }

    /**
     * What a job of Nearline's has in one JVM unless it is told otherwise. One subtask a stage
     * feeds every worker of the engine, which is where the parallelism is; more would only add
     * threads, flushers and producers. Debloated buffers hold less in flight, so that a checkpoint
     * behind a backlog takes a second or two and not eight.
     */
    public static JobSettings inOneProcess(JobSettings settings) {
        return over(settings)
                .unlessSaid(CoreOptions.DEFAULT_PARALLELISM, 1)
                .unlessSaid(TaskManagerOptions.BUFFER_DEBLOAT_ENABLED, true)
                .settings();
    }

    static ConfigOption<String> nameOf(TopicPlan plan) {
        return Objects.requireNonNull(TOPICS.get(plan));
    }

    /** How it gets to its topics. */
    public JobKeys kafka(KafkaAccess kafka) {
        kafka.brokers().ifPresent(brokers -> say(KafkaOptions.BOOTSTRAP_SERVERS, brokers));
        String prefix = KafkaOptions.CLIENT_PROPERTIES.key() + ".";
        kafka.clientSettings().forEach((name, value) -> all.setString(prefix + name, value));
        kafka.topics()
                .forEach(
                        (plan, name) -> {
                            if (!name.equals(plan.defaultName())) {
                                say(nameOf(plan), name);
                            }
                        });
        return this;
    }

    /** Consumer group of a live job. */
    public JobKeys group(String group) {
        return say(KafkaOptions.GROUP_ID, group);
    }

    /**
     * Which models serve.
     *
     * @param bundles directories, at least one; the job wants them below that of the first, and
     *     paths lead from there to all others
     */
    public JobKeys bundles(List<Path> bundles) {
        Path directory =
                Objects.requireNonNull(bundles.get(0).getParent(), "a bundle is in a directory");
        say(ModelOptions.DIRECTORY, directory.toString());
        return say(
                ModelOptions.SERVED,
                bundles.stream().map(bundle -> directory.relativize(bundle).toString()).toList());
    }

    /** Which texts share a call of the model. */
    public JobKeys batching(Batching batching) {
        return say(EmbedOptions.BATCHING, batching);
    }

    /** Most tokens of a call. */
    public JobKeys tokenBudget(int tokens) {
        return say(EmbedOptions.TOKEN_BUDGET, tokens);
    }

    /** Threads that compute. */
    public JobKeys workers(int workers) {
        return say(EmbedOptions.WORKERS, workers);
    }

    /** A thread that computes for every subtask, unless it was said how many. */
    public JobKeys aWorkerForEachSubtask() {
        return unlessSaid(EmbedOptions.WORKERS, all.get(CoreOptions.DEFAULT_PARALLELISM));
    }

    /** No vector is kept for texts that come again. */
    public JobKeys noCache() {
        all.setString(EmbedOptions.CACHE_SIZE.key(), "0");
        return this;
    }

    /** Identity of a backfill. */
    public JobKeys id(String id) {
        return say(BackfillOptions.ID, id);
    }

    /** When a backfill was first submitted. */
    public JobKeys startedAt(Instant time) {
        return say(BackfillOptions.STARTED_AT, time.toString());
    }

    /** Where a backfill finds its bundle: a directory or a URI. */
    public JobKeys bundle(String place) {
        return say(BackfillOptions.BUNDLE, place);
    }

    /** Files that a backfill reads instead of the topic. */
    public JobKeys files(FileSet files) {
        say(BackfillOptions.FILES, files.uris());
        files.mapping().ifPresent(mapping -> say(BackfillOptions.MAPPING, mapping));
        return say(BackfillOptions.SOURCE, files.format());
    }

    /** Records of the topic that a backfill reads. */
    public JobKeys offsets(OffsetRanges offsets) {
        return say(BackfillOptions.OFFSETS, offsets.toString());
    }

    /** The time up to which a backfill's source holds every change. */
    public JobKeys asOf(Instant time) {
        return say(BackfillOptions.AS_OF, time.toString());
    }

    /** Which posts a backfill embeds. */
    public JobKeys selection(PostSelection posts) {
        posts.from().ifPresent(time -> say(BackfillOptions.SUBSET_FROM, time.toString()));
        posts.to().ifPresent(time -> say(BackfillOptions.SUBSET_TO, time.toString()));
        sayAny(BackfillOptions.SUBSET_POST_IDS, posts.postIds());
        sayAny(BackfillOptions.SUBSET_LANGUAGES, posts.languages());
        return sayAny(BackfillOptions.SUBSET_AUTHORS, posts.authors());
    }

    /** Most records that a backfill reads in a second. */
    public JobKeys rate(double recordsPerSecond) {
        return say(BackfillOptions.RATE, recordsPerSecond);
    }

    /** 99th percentile of live freshness above which a backfill slows down. */
    public JobKeys freshnessBound(Duration bound) {
        return say(BackfillOptions.GUARD_FRESHNESS_BOUND, bound);
    }

    /** A backfill does not look at live freshness. */
    public JobKeys unguarded() {
        return say(BackfillOptions.GUARD_ENABLED, false);
    }

    /** Time between two reports of a backfill. */
    public JobKeys reportEvery(Duration interval) {
        return say(BackfillOptions.REPORT_INTERVAL, interval);
    }

    /** The cluster that runs a backfill, for its reports. */
    public JobKeys runsAt(URI rest) {
        return say(BackfillOptions.REST_URL, rest.toString());
    }

    /** Subtasks of each operator. */
    public JobKeys parallelism(int subtasks) {
        return say(CoreOptions.DEFAULT_PARALLELISM, subtasks);
    }

    /** Where checkpoints go. */
    public JobKeys checkpoints(Path directory) {
        return say(CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory.toUri().toString());
    }

    /** Where savepoints go. */
    public JobKeys savepoints(Path directory) {
        return say(CheckpointingOptions.SAVEPOINT_DIRECTORY, directory.toUri().toString());
    }

    /** Checkpoints, savepoints and job graphs go below one directory. */
    public JobKeys stateBelow(String uri) {
        String base = uri.replaceAll("/+$", "");
        say(CheckpointingOptions.CHECKPOINTS_DIRECTORY, base + "/checkpoints");
        say(CheckpointingOptions.SAVEPOINT_DIRECTORY, base + "/savepoints");
        return say(HighAvailabilityOptions.HA_STORAGE_PATH, base + "/ha");
    }

    /** Time between two checkpoints. */
    public JobKeys checkpointEvery(Duration interval) {
        return say(CheckpointingOptions.CHECKPOINTING_INTERVAL, interval);
    }

    /** Savepoint or checkpoint to begin with. */
    public JobKeys beginAt(String place) {
        return say(StateRecoveryOptions.SAVEPOINT_PATH, place);
    }

    /** A checkpoint to begin with, which the job removes in time: the directory stays small. */
    public JobKeys continueFrom(Path checkpoint) {
        say(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
        return beginAt(checkpoint.toUri().toString());
    }

    /** A job that fails is started again so often, each time after the same delay. */
    public JobKeys restarts(int attempts, Duration delay) {
        say(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        say(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, attempts);
        return say(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, delay);
    }

    /**
     * Unless it was said how, a job that fails is started again after 1 s, then after longer and
     * longer, and given up where no hour passes without a failure.
     */
    public JobKeys restartsUnlessSaid() {
        if (all.contains(RestartStrategyOptions.RESTART_STRATEGY)) {
            return this;
        }
        say(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        say(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
                Duration.ofSeconds(1));
        return say(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, RESTARTS);
    }

    /** Where Flink keeps what it does not need after its end. */
    public JobKeys temporaryFiles(Path directory) {
        return say(CoreOptions.TMP_DIRS, directory.toString());
    }

    /**
     * Has the job's metrics reported, beside the reporters that were said.
     *
     * @param reporter name of the reporter
     * @param name what the factory finds in its property {@code name}
     */
    public JobKeys reporter(
            String reporter, Class<? extends MetricReporterFactory> factory, String name) {
        String prefix = "metrics.reporter." + reporter;
        all.setString(prefix + ".factory.class", factory.getName());
        all.setString(prefix + ".name", name);
        all.getOptional(MetricOptions.REPORTERS_LIST)
                .ifPresent(others -> say(MetricOptions.REPORTERS_LIST, others + "," + reporter));
        return this;
    }

    /** All of it together; nothing is checked yet. */
    public JobSettings settings() {
        Configuration told = new Configuration(all);
        told.addAll(Configuration.fromMap(overrides));
        return new JobSettings(told);
    }

    private <T> JobKeys say(ConfigOption<T> option, T value) {
        all.set(option, value);
        return this;
    }

    private <T> JobKeys sayAny(ConfigOption<List<T>> option, List<T> values) {
        return values.isEmpty() ? this : say(option, values);
    }

    private <T> JobKeys unlessSaid(ConfigOption<T> option, T value) {
        return all.contains(option) ? this : say(option, value);
    }
}
