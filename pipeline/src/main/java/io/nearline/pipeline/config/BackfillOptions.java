package io.nearline.pipeline.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/**
 * Every option that only a backfill has. It also obeys {@code nearline.kafka.*}, {@code
 * nearline.topics.*}, {@code nearline.delivery}, {@code nearline.embed.*}, {@code
 * nearline.posts.*}, {@code nearline.registry.*}, {@code nearline.text.*} and {@code
 * nearline.vector.*} of {@link JobOptions}.
 */
public final class BackfillOptions {

    /**
     * Texts in flight per subtask, unless {@link EmbedOptions#CAPACITY} is set: what is in flight
     * when the guard slows down is embedded all the same.
     */
    public static final int CAPACITY = 128;

    /** As many where no guard has to be quick: the more wait, the more are of equal length. */
    public static final int CAPACITY_UNGUARDED = 512;

    /** Identity. */
    public static final ConfigOption<String> ID =
            key("nearline.backfill.id")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Identity of the backfill: up to 64 letters, digits, \
                            dots, hyphens or underscores. It is in every vector, \
                            in the reports' key, in the consumer group. \
                            Required.\
                            """);

    /** Bundle. */
    public static final ConfigOption<String> BUNDLE =
            key("nearline.backfill.bundle")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Directory or URI of the bundle of the model that \
                            embeds, on any file system that Flink knows. \
                            Required.\
                            """);

    /** Kind of source. */
    public static final ConfigOption<BackfillSource> SOURCE =
            key("nearline.backfill.source")
                    .enumType(BackfillSource.class)
                    .defaultValue(BackfillSource.KAFKA)
                    .withDescription(
                            """
                            What the past is read from: kafka (the topic \
                            nearline.topics.posts), avro, parquet, jsonl or csv \
                            (files). The last two need \
                            nearline.backfill.mapping.\
                            """);

    /** Offsets. */
    public static final ConfigOption<String> OFFSETS =
            key("nearline.backfill.offsets")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Offsets to read per partition, start included, end \
                            not: 0:10-500,1:0-20. Required for kafka.\
                            """);

    /** Files. */
    public static final ConfigOption<List<String>> FILES =
            key("nearline.backfill.files")
                    .stringType()
                    .asList()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Files or directories to read, separated by \
                            semicolons. They must not change while the backfill \
                            runs. Required unless the source is kafka.\
                            """);

    /** Mapping. */
    public static final ConfigOption<String> MAPPING =
            key("nearline.backfill.mapping")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            How the records of the files become posts: the text \
                            of a mapping file, not its name, so that a backfill \
                            that is resumed reads as before. Not set: records \
                            have the fields of a post.\
                            """);

    /** Time of the snapshot. */
    public static final ConfigOption<String> AS_OF =
            key("nearline.backfill.as-of")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Time up to which the source holds every change of \
                            every post, such as 2026-03-01T00:00:00Z: for kafka \
                            when the end offsets were read, for files when they \
                            were exported. The live job merges no vector older \
                            than nearline.state.admit-ttl, because it may have \
                            forgotten a later delete. Required.\
                            """);

    /** Start of the window. */
    public static final ConfigOption<String> SUBSET_FROM =
            key("nearline.backfill.subset.from")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Embed only posts whose newest revision has this \
                            event time or a later one, such as \
                            2026-01-01T00:00:00Z.\
                            """);

    /** End of the window. */
    public static final ConfigOption<String> SUBSET_TO =
            key("nearline.backfill.subset.to")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Embed only posts whose newest revision has an event \
                            time before this.\
                            """);

    /** Post ids. */
    public static final ConfigOption<List<String>> SUBSET_POST_IDS =
            key("nearline.backfill.subset.post-ids")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            """
                            Embed only the posts with these ids, separated by \
                            semicolons. Empty: all.\
                            """);

    /** Languages. */
    public static final ConfigOption<List<String>> SUBSET_LANGUAGES =
            key("nearline.backfill.subset.languages")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            """
                            Embed only posts in these languages (BCP 47 tags, \
                            separated by semicolons); pt means pt-BR too. Empty: \
                            all, also those of unknown language.\
                            """);

    /** Authors. */
    public static final ConfigOption<List<String>> SUBSET_AUTHORS =
            key("nearline.backfill.subset.authors")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            """
                            Embed only posts of these authors, separated by \
                            semicolons. Empty: all.\
                            """);

    /** Cap. */
    public static final ConfigOption<Double> RATE =
            key("nearline.backfill.rate")
                    .doubleType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Most records per second that the whole job reads to \
                            embed. Not set: as fast as the live guard allows.\
                            """);

    /** Guard. */
    public static final ConfigOption<Boolean> GUARD_ENABLED =
            key("nearline.backfill.guard.enabled")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            """
                            Whether the backfill watches the topic of index \
                            updates and slows down when live updates get late.\
                            """);

    /** Bound of the guard. */
    public static final ConfigOption<Duration> GUARD_FRESHNESS_BOUND =
            key("nearline.backfill.guard.freshness-bound")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(1))
                    .withDescription(
                            """
                            99th percentile of event time to publish of live \
                            updates above which the guard halves the backfill's \
                            pace. Below 0.7 of it the backfill speeds up again.\
                            """);

    /** Reports. */
    public static final ConfigOption<Duration> REPORT_INTERVAL =
            key("nearline.backfill.report-interval")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(5))
                    .withDescription(
                            """
                            Time between two reports of progress on the topic \
                            nearline.topics.index-control.\
                            """);

    /** Start. */
    public static final ConfigOption<String> STARTED_AT =
            key("nearline.backfill.started-at")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            When the backfill was first submitted, for its \
                            reports, such as 2026-03-01T00:00:00Z. Not set: when \
                            the job first ran.\
                            """);

    /** REST address. */
    public static final ConfigOption<String> REST_URL =
            key("nearline.backfill.rest-url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            """
                            Address of the REST endpoint of the cluster that \
                            runs the backfill, for its reports, so that others \
                            can pause it.\
                            """);

    private BackfillOptions() {}

    /** All options, in the order of their declaration. */
    static List<ConfigOption<?>> all() {
        return JobOptions.declaredIn(BackfillOptions.class);
    }
}
