package io.nearline.topics.consume;

import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.SchemaCatalog;
import io.nearline.topics.cluster.TopicPlan;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a consumer reads and commits.
 *
 * @param updatesTopic name of the index-updates topic
 * @param controlTopic name of the index-control topic
 * @param commitRecords a commit is due after this many records
 * @param commitInterval a commit is due when a record has waited for it this long
 * @param rememberDeletes how long revisions of deletes are remembered: as long as older records may
 *     come again, which is the longest time from which the live job is ever restored
 * @param longestPause how long the store may not have been up to date before it must be rebuilt;
 *     empty for the topic's {@code delete.retention.ms}, which is always safe. The longest safe
 *     time is that plus the live job's {@code nearline.updates.tombstone-after}
 * @param configuredModel name of the model to query with if none is active, none was queried before
 *     and the live job serves several
 * @param schemas versions of {@link IndexUpdate} that can be read; add newer ones from a registry
 */
public record ConsumerOptions(
        String updatesTopic,
        String controlTopic,
        int commitRecords,
        Duration commitInterval,
        Duration rememberDeletes,
        Optional<Duration> longestPause,
        Optional<String> configuredModel,
        SchemaCatalog schemas) {

    public ConsumerOptions {
        Objects.requireNonNull(updatesTopic, "updatesTopic");
        Objects.requireNonNull(controlTopic, "controlTopic");
        Objects.requireNonNull(schemas, "schemas");
        if (commitRecords < 1) {
            throw new IllegalArgumentException(
                    "commitRecords is %d: give a number from 1 on.".formatted(commitRecords));
        }
        requirePositive("commitInterval", commitInterval);
        requirePositive("rememberDeletes", rememberDeletes);
        longestPause.ifPresent(pause -> requirePositive("longestPause", pause));
    }

    /**
     * Default topics; commits after 10,000 records or 10 s; deletes are remembered for 7 days,
     * which is as long as the topic of posts keeps anything to repeat.
     */
    public static ConsumerOptions defaults() {
        return new ConsumerOptions(
                TopicPlan.INDEX_UPDATES.defaultName(),
                TopicPlan.INDEX_CONTROL.defaultName(),
                10_000,
                Duration.ofSeconds(10),
                Duration.ofDays(7),
                Optional.empty(),
                Optional.empty(),
                SchemaCatalog.of(IndexUpdate.class));
    }

    /** The same with other topics. */
    public ConsumerOptions withTopics(String updates, String control) {
        return new ConsumerOptions(
                updates,
                control,
                commitRecords,
                commitInterval,
                rememberDeletes,
                longestPause,
                configuredModel,
                schemas);
    }

    /** The same with commits after other numbers of records and times. */
    public ConsumerOptions withCommits(int records, Duration interval) {
        return new ConsumerOptions(
                updatesTopic,
                controlTopic,
                records,
                interval,
                rememberDeletes,
                longestPause,
                configuredModel,
                schemas);
    }

    /** The same with another memory of deletes. */
    public ConsumerOptions withRememberDeletes(Duration time) {
        return new ConsumerOptions(
                updatesTopic,
                controlTopic,
                commitRecords,
                commitInterval,
                time,
                longestPause,
                configuredModel,
                schemas);
    }

    /** The same with a longest pause of one's own. */
    public ConsumerOptions withLongestPause(Duration pause) {
        return new ConsumerOptions(
                updatesTopic,
                controlTopic,
                commitRecords,
                commitInterval,
                rememberDeletes,
                Optional.of(pause),
                configuredModel,
                schemas);
    }

    /** The same with a model for when index-control leaves it open. */
    public ConsumerOptions withConfiguredModel(String name) {
        return new ConsumerOptions(
                updatesTopic,
                controlTopic,
                commitRecords,
                commitInterval,
                rememberDeletes,
                longestPause,
                Optional.of(name),
                schemas);
    }

    /** The same with other schemas. */
    public ConsumerOptions withSchemas(SchemaCatalog catalog) {
        return new ConsumerOptions(
                updatesTopic,
                controlTopic,
                commitRecords,
                commitInterval,
                rememberDeletes,
                longestPause,
                configuredModel,
                catalog);
    }

    private static void requirePositive(String setting, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(
                    "%s is %s: give a time above zero.".formatted(setting, value));
        }
    }
}
