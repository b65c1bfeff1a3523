package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.nearline.topics.cluster.TopicNames;
import org.apache.flink.configuration.ConfigOption;

/** Names of the topics, and what is promised of records that are written to them. */
public final class TopicOptions {

    /** Posts topic. */
    public static final ConfigOption<String> POSTS =
            key("nearline.topics.posts")
                    .stringType()
                    .defaultValue(TopicNames.POSTS)
                    .withDescription("Topic of PostEvent records, keyed by post id.");

    /** Index-updates topic. */
    public static final ConfigOption<String> INDEX_UPDATES =
            key("nearline.topics.index-updates")
                    .stringType()
                    .defaultValue(TopicNames.INDEX_UPDATES)
                    .withDescription(
                            "Topic of IndexUpdate records, keyed by post id and model name.");

    /** Topic of backfilled vectors. */
    public static final ConfigOption<String> BACKFILL_UPDATES =
            key("nearline.topics.backfill-updates")
                    .stringType()
                    .defaultValue(TopicNames.BACKFILL_UPDATES)
                    .withDescription(
                            """
                            Topic that backfills write to and the live job \
                            merges from, keyed as the topic of index updates.\
                            """);

    /** Topic of decisions. */
    public static final ConfigOption<String> INDEX_CONTROL =
            key("nearline.topics.index-control")
                    .stringType()
                    .defaultValue(TopicNames.INDEX_CONTROL)
                    .withDescription(
                            """
                            Compacted topic of one partition: which model is \
                            active, which the live job serves, how far backfills \
                            are.\
                            """);

    /** Dead-letters topic. */
    public static final ConfigOption<String> DEAD_LETTERS =
            key("nearline.topics.dead-letters")
                    .stringType()
                    .defaultValue(TopicNames.DEAD_LETTERS)
                    .withDescription("Topic of DeadLetter records, keyed as the original.");

    /** Topic of the copy in Confluent's framing. */
    public static final ConfigOption<String> FRAMED_UPDATES =
            key("nearline.topics.framed-updates")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Topic for a copy of nearline.topics.index-updates in Confluent's \
                            framing, for sinks of Kafka Connect, ksqlDB and others that have a \
                            schema registry; make it compacted. Key, headers and null values are \
                            the same. The schema is registered as TOPIC-value; \
                            nearline.registry.url is required. The copy begins with the first \
                            record that the topic holds. By default there is none.\
                            """);

    /** Delivery. */
    public static final ConfigOption<Delivery> DELIVERY =
            key("nearline.delivery")
                    .enumType(Delivery.class)
                    .defaultValue(Delivery.AT_LEAST_ONCE)
                    .withDescription(
                            """
                            at-least-once: a restart may publish a revision \
                            twice, which a keyed upsert does not notice. \
                            exactly-once: updates become visible at the next \
                            checkpoint, so freshness follows the checkpoint \
                            interval; consumers must read committed.\
                            """);

    private TopicOptions() {}
}
