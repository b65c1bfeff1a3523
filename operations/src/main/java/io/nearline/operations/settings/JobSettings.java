package io.nearline.operations.settings;

import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.BackfillSource;
import io.nearline.pipeline.config.GateOptions;
import io.nearline.pipeline.config.InvalidConfigurationException;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.MergeOptions;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.StateRecoveryOptions;

/**
 * What a job is told, by Flink's keys, and what use cases read of it. Made with {@link JobKeys}; it
 * never changes. Whatever is read here may be wrong: then it fails with {@link
 * IllegalArgumentException}.
 */
public final class JobSettings {

    /** The key of where checkpoints go, for messages. */
    public static final String CHECKPOINTS = CheckpointingOptions.CHECKPOINTS_DIRECTORY.key();

    private final Configuration told;

    JobSettings(Configuration told) {
        this.told = new Configuration(told);
    }

    /** Options by key. */
    public static JobSettings of(Map<String, String> told) {
        return new JobSettings(Configuration.fromMap(told));
    }

    /**
     * A bound of live freshness as people write it, such as {@code 800ms}.
     *
     * @throws InvalidConfigurationException if it is no duration
     */
    public static Duration freshnessBound(String text) {
        ConfigOption<Duration> option = BackfillOptions.GUARD_FRESHNESS_BOUND;
        try {
            return of(Map.of(option.key(), text)).told.get(option);
        } catch (IllegalArgumentException unreadable) {
            throw new InvalidConfigurationException(
                    List.of(
                            "%s is %s; use a value like %s"
                                    .formatted(option.key(), text, option.defaultValue())));
        }
    }

    /**
     * What the streaming job makes of them.
     *
     * @throws InvalidConfigurationException with every problem
     */
    public JobConfig asStream() {
        return JobConfig.from(told);
    }

    /**
     * What a backfill makes of them.
     *
     * @throws InvalidConfigurationException with every problem
     */
    public BackfillConfig asBackfill() {
        return BackfillConfig.from(told);
    }

    /** Where the topics are. */
    public Cluster cluster() {
        return new Cluster(
                told.get(KafkaOptions.BOOTSTRAP_SERVERS), told.get(KafkaOptions.CLIENT_PROPERTIES));
    }

    /** What a topic is called. */
    public String topic(TopicPlan plan) {
        return told.get(JobKeys.nameOf(plan));
    }

    /** Consumer group of the live job. */
    public String group() {
        return told.get(KafkaOptions.GROUP_ID);
    }

    /** How long the live job's first gate remembers a post. */
    public Duration admitTtl() {
        return told.get(GateOptions.ADMIT_TTL);
    }

    /** Most backfilled vectors that the live job merges in a second. */
    public int mergesPerSecond() {
        return told.get(MergeOptions.RATE);
    }

    /** Subtasks of each operator. */
    public int parallelism() {
        return told.get(CoreOptions.DEFAULT_PARALLELISM);
    }

    /** Where a backfill finds its bundle; empty if nobody said it. */
    public Optional<String> bundle() {
        return told.getOptional(BackfillOptions.BUNDLE);
    }

    /** Whether a backfill reads the topic of posts, and no files. */
    public boolean readTheTopic() {
        return told.get(BackfillOptions.SOURCE) == BackfillSource.KAFKA;
    }

    /** Which offsets a backfill reads; empty if nobody fixed them. */
    public Optional<OffsetRanges> offsets() {
        return told.getOptional(BackfillOptions.OFFSETS).map(OffsetRanges::parse);
    }

    /** Whether they say up to which time a backfill's source holds every change. */
    public boolean nameAsOf() {
        return told.contains(BackfillOptions.AS_OF);
    }

    /** Where checkpoints go; empty if nobody said it. */
    public Optional<String> checkpoints() {
        return told.getOptional(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
    }

    /** Savepoint or checkpoint that the job begins with; empty if it begins anew. */
    public Optional<String> beginning() {
        return told.getOptional(StateRecoveryOptions.SAVEPOINT_PATH);
    }

    /** Options by key, sorted: may hold secrets. */
    public Map<String, String> toMap() {
        return new TreeMap<>(told.toMap());
    }

    /** A copy in Flink's own form, for a Flink. */
    public Configuration toConfiguration() {
        return new Configuration(told);
    }

    /** Counts only: settings may hold secrets. */
    @Override
    public String toString() {
        return told.keySet().size() + " settings";
    }
}
