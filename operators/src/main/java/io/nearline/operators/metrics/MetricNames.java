package io.nearline.operators.metrics;

/**
 * Names of all metrics, below the group {@link #GROUP}. Dashboards and alerts depend on them: never
 * rename one.
 */
public final class MetricNames {

    /** Group of all metrics of the job. */
    public static final String GROUP = "nearline";

    /** Counter: offsets that were to be read after a restart and were no longer kept. */
    public static final String OFFSETS_MISSED = "offsets_missed";

    /** Counter: records read from the posts topic. */
    public static final String POSTS_READ = "posts_read";

    /** Counter: dead letters that the job tried again by itself. */
    public static final String POSTS_RETRIED = "posts_retried";

    /** Counter: times that posts had to wait because the schema registry did not answer. */
    public static final String POSTS_HELD_BACK = "posts_held_back";

    /** Counter, of records that the copy of updates in Confluent's framing could not take. */
    public static final String UPDATES_NOT_FRAMED = "updates_not_framed";

    /**
     * Counter by {@link #REASON}: dead letters that the job did not try again although they failed
     * for a passing reason.
     */
    public static final String RETRIES_REFUSED = "retries_refused";

    /** Counter by {@link #REASON}: records that ended without an update. */
    public static final String POSTS_SKIPPED = "posts_skipped";

    /** Counter by {@link #ACTION}: what the gate asked for, per post and model. */
    public static final String POSTS_ADMITTED = "posts_admitted";

    /** Counter: vectors of backfills that were published. */
    public static final String MERGED = "merged";

    /** Counter by {@link #REASON}: vectors of backfills that were not published. */
    public static final String MERGE_SKIPPED = "merge_skipped";

    /** Gauge: 1 while live records wait, so that none is merged. */
    public static final String MERGE_HELD_BACK = "merge_held_back";

    /** Counter by {@link #STAGE}: dead letters written. */
    public static final String DEAD_LETTERS = "dead_letters";

    /** Counter: texts longer than {@code nearline.text.max-chars}. */
    public static final String TEXTS_CUT = "texts_cut";

    /** Counter: texts with characters that are no text. */
    public static final String TEXTS_REPAIRED = "texts_repaired";

    /** Counter by {@link #MODEL}: tokens fed to the model, special tokens included. */
    public static final String TOKENS = "tokens";

    /** Counter by {@link #MODEL}: texts that needed no run of the model of their own. */
    public static final String CACHE_HITS = "cache_hits";

    /** Counter by {@link #MODEL}: texts that the model ran for. */
    public static final String CACHE_MISSES = "cache_misses";

    /** Counter by {@link #MODEL}: texts longer than the model's window. */
    public static final String TRUNCATIONS = "truncations";

    /** Histogram by {@link #MODEL}: texts in the batch that a text rode in. */
    public static final String BATCH_TEXTS = "batch_texts";

    /** Histogram by {@link #MODEL}: tokens of that batch, padding not counted. */
    public static final String BATCH_TOKENS = "batch_tokens";

    /** Histogram by {@link #MODEL}: share of padding in that batch, percent. */
    public static final String PADDING_PERCENT = "padding_percent";

    /**
     * Histogram by {@link #MODEL}: time from a request to the model, tokenising included, in
     * microseconds.
     */
    public static final String QUEUE_MICROS = "queue_micros";

    /** Histogram by {@link #MODEL}: time of the model run, microseconds. */
    public static final String INFERENCE_MICROS = "inference_micros";

    /** Counter by {@link #MODEL} and {@link #REASON}: texts that got no vector. */
    public static final String EMBED_FAILURES = "embed_failures";

    /**
     * Counter by {@link #MODEL} and {@link #REASON}: vectors with a non-finite value or zero norm.
     */
    public static final String UNHEALTHY_VECTORS = "unhealthy_vectors";

    /** Gauge by {@link #MODEL} and {@link #DIGEST}: 1 while the model serves. */
    public static final String MODEL_INFO = "model_info";

    /** Counter by {@link #MODEL} and {@link #KIND}: updates handed to the sink. */
    public static final String UPDATES = "updates";

    /** Counter by {@link #MODEL}: deletes that the topic of updates is told to forget. */
    public static final String TOMBSTONES = "tombstones";

    /** Histogram by {@link #MODEL}: event time to hand-over to the sink, milliseconds. */
    public static final String FRESHNESS_MS = "freshness_ms";

    /** Gauge: models that posts are embedded with. */
    public static final String MODELS_SERVED = "models_served";

    /** Counter by {@link #REASON}: records of the index-control topic that were not followed. */
    public static final String DECISIONS_IGNORED = "decisions_ignored";

    /** Counter: models that a machine refused. */
    public static final String STAGING_REFUSED = "staging_refused";

    /** Histogram: time to fetch and verify a model, milliseconds. */
    public static final String STAGING_MS = "staging_ms";

    /** Counter: attempts to open a model that failed. */
    public static final String MODEL_OPEN_FAILURES = "model_open_failures";

    /** Counter: vectors of models that no longer serve, removed from state. */
    public static final String VECTORS_FREED = "vectors_freed";

    /** Label: why. */
    public static final String REASON = "reason";

    /** Label: which action. */
    public static final String ACTION = "action";

    /** Label: which stage. */
    public static final String STAGE = "stage";

    /** Label: model name. */
    public static final String MODEL = "model";

    /** Label: SHA-256 of the model bundle. */
    public static final String DIGEST = "digest";

    /** Label: kind of update. */
    public static final String KIND = "kind";

    private MetricNames() {}
}
