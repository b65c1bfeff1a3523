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
 * One of Nearline's topics as it must be: its purpose, its default name and the settings that the
 * promises rest on. Partitions and replication depend on the cluster and are given when it is made.
 */
public enum TopicPlan {
    /** What happened to posts, keyed by post id. */
    POSTS(
            "posts",
            Map.of(
                    CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE,
                    RETENTION_MS_CONFIG, days(7),
                    MAX_MESSAGE_BYTES_CONFIG, bytes(TopicPlan.LARGEST_POST))),

    /**
     * The product: the newest vector of every post and model, keyed by post id and model name. A
     * consumer that builds a snapshot must see every tombstone, however long its reading takes.
     */
    INDEX_UPDATES(
            "index-updates",
            Map.of(
                    CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT,
                    DELETE_RETENTION_MS_CONFIG, days(30),
                    MAX_MESSAGE_BYTES_CONFIG, bytes(TopicPlan.LARGEST_POST + TopicPlan.ENVELOPE))),

    /**
     * Vectors of the past on their way to the live job, which merges them; keyed as index-updates.
     * Kept long enough for a live job that was down over a long weekend.
     */
    BACKFILL_UPDATES(
            "backfill-updates",
            Map.of(
                    CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE,
                    RETENTION_MS_CONFIG, days(7),
                    MAX_MESSAGE_BYTES_CONFIG, bytes(TopicPlan.LARGEST_POST + TopicPlan.ENVELOPE))),

    /**
     * What was decided about models, which of them the live job serves, how far backfills are. One
     * partition, so that decisions have one order.
     */
    INDEX_CONTROL(
            "index-control",
            Map.of(
                    CLEANUP_POLICY_CONFIG,
                    CLEANUP_POLICY_COMPACT,
                    MAX_MESSAGE_BYTES_CONFIG,
                    bytes(TopicPlan.ENVELOPE))),

    /**
     * Records that could not be processed, with their original bytes, under their original key;
     * kept long enough for people to find the cause and replay.
     */
    DEAD_LETTERS(
            "dead-letters",
            Map.of(
                    CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE,
                    RETENTION_MS_CONFIG, days(30),
                    MAX_MESSAGE_BYTES_CONFIG, bytes(TopicPlan.LARGEST_POST + TopicPlan.ENVELOPE)));

    /** Largest post taken, in bytes: a post of 5 MB fits, whatever its other fields hold. */
    public static final int LARGEST_POST = RecordLimits.LARGEST_RECORD;

    /** What an update or a dead letter may add around the bytes of its post. */
    public static final int ENVELOPE = RecordLimits.ENVELOPE;

    /** Largest request a producer of these topics sends, for {@code max.request.size}. */
    public static final int LARGEST_REQUEST = LARGEST_POST + 2 * ENVELOPE;

    private final String defaultName;

    @SuppressWarnings("ImmutableEnumChecker") // Unmodifiable, which its type cannot say.
    private final SortedMap<String, String> settings;

    TopicPlan(String defaultName, Map<String, String> settings) {
        this.defaultName = defaultName;
        this.settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /** The name the topic has unless the configuration gives another. */
    public String defaultName() {
        return defaultName;
    }

    /**
     * How many partitions the topic gets.
     *
     * @param wanted what the topics that carry posts and vectors get
     */
    public int partitions(int wanted) {
        return this == INDEX_CONTROL ? 1 : wanted;
    }

    /** The topic's settings by Kafka's names, sorted. */
    public SortedMap<String, String> settings() {
        return settings;
    }

    private static String days(int count) {
        return Long.toString(Duration.ofDays(count).toMillis());
    }

    private static String bytes(int count) {
        return Integer.toString(count);
    }
}
