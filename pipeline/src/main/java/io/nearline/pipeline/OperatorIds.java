package io.nearline.pipeline;

/**
 * The uid of every operator. Savepoints find their state by it: never rename one, never use one
 * again for something else.
 */
public final class OperatorIds {

    /** Source of the posts topic. */
    public static final String POSTS_SOURCE = "posts-source";

    /** Source of the topic that backfills write to. */
    public static final String BACKFILL_UPDATES_SOURCE = "backfill-updates-source";

    /** Bytes to backfilled vectors. */
    public static final String DECODE_BACKFILL = "decode-backfill";

    /** Source of the dead letters that are tried again. */
    public static final String DEAD_LETTERS_SOURCE = "dead-letters-source";

    /** Dead letters to the records that are tried again. */
    public static final String SELECT_RETRY = "select-retry";

    /** Holds records until they are tried again. */
    public static final String AWAIT_RETRY = "await-retry";

    /** Bytes to posts that are tried again. */
    public static final String DECODE_RETRY = "decode-retry";

    /** Posts that are tried again to texts. */
    public static final String ASSEMBLE_RETRY = "assemble-retry";

    /** Posts that are tried again to arrivals. */
    public static final String ARRIVE_RETRY = "arrive-retry";

    /** Bytes to posts. */
    public static final String DECODE_POST = "decode-post";

    /** Posts to texts. */
    public static final String ASSEMBLE_TEXT = "assemble-text";

    /** Posts and backfilled vectors to one kind of arrival. */
    public static final String ARRIVE_POST = "arrive-post";

    /** First gate. */
    public static final String ADMIT_NEWEST = "admit-newest";

    /** Texts to vectors. */
    public static final String EMBED_TEXT = "embed-text";

    /** Second gate. */
    public static final String RECALL_VECTOR = "recall-vector";

    /** Vectors to Avro. */
    public static final String ENCODE_UPDATE = "encode-update";

    /** Sink of the index-updates topic. */
    public static final String INDEX_UPDATES_SINK = "index-updates-sink";

    /** Source of the index-updates topic, for its copy in Confluent's framing. */
    public static final String INDEX_UPDATES_SOURCE = "index-updates-source";

    /** Updates to updates in Confluent's framing. */
    public static final String FRAME_UPDATE = "frame-update";

    /** Sink of the copy in Confluent's framing. */
    public static final String FRAMED_UPDATES_SINK = "framed-updates-sink";

    /** Sink of the dead-letters topic. */
    public static final String DEAD_LETTERS_SINK = "dead-letters-sink";

    /** Source of the index-control topic. */
    public static final String INDEX_CONTROL_SOURCE = "index-control-source";

    /** Bytes to decisions on models. */
    public static final String DECODE_CONTROL = "decode-control";

    /** Decisions to what every machine is told. */
    public static final String ANNOUNCE_MODELS = "announce-models";

    /** Models to engines, on every machine. */
    public static final String STAGE_MODEL = "stage-model";

    /** Answers of machines to answers of the job. */
    public static final String SETTLE_ROLLOUT = "settle-rollout";

    /** Answers to Avro. */
    public static final String ENCODE_ANSWER = "encode-answer";

    /** Source of a backfill: the past, read twice. */
    public static final String PAST_SOURCE = "past-source";

    /** First look at what a backfill reads. */
    public static final String READ_PAST = "read-past";

    /** Marks the posts that a backfill was asked for. */
    public static final String SELECT_POST = "select-post";

    /** Finds the newest revision of each post of a backfill. */
    public static final String KEEP_NEWEST = "keep-newest";

    /** Asks the model of a backfill for every text. */
    public static final String REQUEST_EMBEDDING = "request-embedding";

    /** Parts the vectors of a backfill from failures. */
    public static final String SETTLE_OUTCOME = "settle-outcome";

    /** Counts the vectors of a backfill. */
    public static final String COUNT_UPDATES = "count-updates";

    /** Counts the dead letters of a backfill. */
    public static final String COUNT_DEAD_LETTERS = "count-dead-letters";

    /** Counts the records of a backfill that are no posts. */
    public static final String COUNT_UNREADABLE = "count-unreadable";

    /** Adds up what a backfill did. */
    public static final String REPORT_BACKFILL = "report-backfill";

    /** Sink of the backfill-updates topic. */
    public static final String BACKFILL_UPDATES_SINK = "backfill-updates-sink";

    /** Sink of the index-control topic. */
    public static final String INDEX_CONTROL_SINK = "index-control-sink";

    private OperatorIds() {}
}
