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

    /** Sink of the index-control topic. */
    public static final String INDEX_CONTROL_SINK = "index-control-sink";

    private OperatorIds() {}
}
