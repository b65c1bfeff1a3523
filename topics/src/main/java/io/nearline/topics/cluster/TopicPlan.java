package io.nearline.topics.cluster;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.DELETE_RETENTION_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import io.nearline.schemas.RecordLimits;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The table of Nearline's topics: default name, who writes, key, and the settings that the promises
 * rest on. Partitions and replication depend on the cluster and are given when a topic is made.
 */
public enum TopicPlan {
    /** What happened to posts. */
    POSTS(
            TopicNames.POSTS,
            "the service that owns the posts",
            "<postId>",
            Partitions.AS_WANTED,
            keptFor(7),
            TopicPlan.LARGEST_POST),

    /**
     * The product: the newest vector of every post and model. A consumer that builds a snapshot
     * must see every tombstone, however long its reading takes.
     */
    INDEX_UPDATES(
            TopicNames.INDEX_UPDATES,
            TopicPlan.NEARLINE,
            "<postId>@<modelName>",
            Partitions.AS_WANTED,
            compactedWithTombstonesFor(30),
            TopicPlan.LARGEST_POST + TopicPlan.ENVELOPE),

    /**
     * Vectors of the past on their way to the live job, which merges them. Kept long enough for a
     * live job that was down over a long weekend.
     */
    BACKFILL_UPDATES(
            TopicNames.BACKFILL_UPDATES,
            TopicPlan.NEARLINE,
            "as index-updates",
            Partitions.AS_WANTED,
            keptFor(7),
            TopicPlan.LARGEST_POST + TopicPlan.ENVELOPE),

    /**
     * What was decided about models, which of them the live job serves, how far backfills are. One
     * partition, so that decisions have one order.
     */
    INDEX_CONTROL(
            TopicNames.INDEX_CONTROL,
            TopicPlan.NEARLINE,
            "<modelName>",
            Partitions.ONE,
            Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT),
            TopicPlan.ENVELOPE),

    /**
     * Records that could not be processed, with their original bytes; kept long enough for people
     * to find the cause and replay.
     */
    DEAD_LETTERS(
            TopicNames.DEAD_LETTERS,
            TopicPlan.NEARLINE,
            "the original key",
            Partitions.AS_WANTED,
            keptFor(30),
            TopicPlan.LARGEST_POST + TopicPlan.ENVELOPE);

    /** Largest post taken, in bytes: a post of 5 MB fits, whatever its other fields hold. */
    public static final int LARGEST_POST = RecordLimits.LARGEST_RECORD;

    /** What an update or a dead letter may add around the bytes of its post. */
    public static final int ENVELOPE = RecordLimits.ENVELOPE;

    /** Largest request a producer of these topics sends, for {@code max.request.size}. */
    public static final int LARGEST_REQUEST = LARGEST_POST + 2 * ENVELOPE;

    private static final String NEARLINE = "Nearline only";

    private final String defaultName;
    private final String writer;
    private final String key;
    private final Partitions partitions;

    @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable, which its type cannot say.
    private final SortedMap<String, String> settings;

    TopicPlan(
            String defaultName,
            String writer,
            String key,
            Partitions partitions,
            Map<String, String> cleanup,
            int largestRecord) {
        this.defaultName = defaultName;
        this.writer = writer;
        this.key = key;
        this.partitions = partitions;
        SortedMap<String, String> all = new TreeMap<>(cleanup);
        all.put(MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largestRecord));
        this.settings = Collections.unmodifiableSortedMap(all);
    }

    /** The name the topic has unless the configuration gives another. */
    public String defaultName() {
        return defaultName;
    }

    /** Who writes to the topic, in words. */
    public String writer() {
        return writer;
    }

    /** What its records are keyed by, in words; a key of decisions may go on after the model. */
    public String key() {
        return key;
    }

    /**
     * How many partitions the topic gets.
     *
     * @param wanted what the topics that carry posts and vectors get
     */
    public int partitions(int wanted) {
        return partitions == Partitions.ONE ? 1 : wanted;
    }

    /** The topic's settings by Kafka's names, sorted. */
    public SortedMap<String, String> settings() {
        return settings;
    }

    private static Map<String, String> keptFor(int days) {
        return Map.of(
                CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE, RETENTION_MS_CONFIG, millis(days));
    }

    private static Map<String, String> compactedWithTombstonesFor(int days) {
        return Map.of(
                CLEANUP_POLICY_CONFIG,
                CLEANUP_POLICY_COMPACT,
                DELETE_RETENTION_MS_CONFIG,
                millis(days));
    }

    private static String millis(int days) {
        return Long.toString(Duration.ofDays(days).toMillis());
    }

    private enum Partitions {
        ONE,
        AS_WANTED
    }
}
