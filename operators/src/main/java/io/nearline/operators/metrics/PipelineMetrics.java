package io.nearline.operators.metrics;

import static io.nearline.operators.metrics.MetricNames.GROUP;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;

/** The metrics of one operator instance. Counters may be used from any thread. */
public final class PipelineMetrics {

    private final MetricGroup group;
    private final Map<Enum<?>, Counter> deadLetters = new HashMap<>();

    private PipelineMetrics(MetricGroup group) {
        this.group = group;
    }

    /** The metrics of the running operator. */
    public static PipelineMetrics of(RuntimeContext context) {
        return in(context.getMetricGroup());
    }

    /** The metrics below the group of an operator. */
    public static PipelineMetrics in(MetricGroup operator) {
        return new PipelineMetrics(operator.addGroup(GROUP));
    }

    /** Records read from the posts topic. */
    public Counter postsRead() {
        return counter(group, MetricNames.POSTS_READ);
    }

    /** Records that came back from the dead letters to be tried again. */
    public Counter postsRetried() {
        return counter(group, MetricNames.POSTS_RETRIED);
    }

    /** Times that posts had to wait for a service that their format needs. */
    public Counter postsHeldBack() {
        return counter(group, MetricNames.POSTS_HELD_BACK);
    }

    /** Records of index-updates that are missing in the copy in Confluent's framing. */
    public Counter updatesNotFramed() {
        return counter(group, MetricNames.UPDATES_NOT_FRAMED);
    }

    /** Dead letters worth a retry that are not tried again. Register once per operator. */
    public Counter retryRefused(Enum<?> reason) {
        return counter(
                group.addGroup(MetricNames.REASON, label(reason)), MetricNames.RETRIES_REFUSED);
    }

    /** Texts that were cut before tokenising. */
    public Counter textsCut() {
        return counter(group, MetricNames.TEXTS_CUT);
    }

    /** Texts in which characters had to be replaced. */
    public Counter textsRepaired() {
        return counter(group, MetricNames.TEXTS_REPAIRED);
    }

    /** Records that ended without an update for the given reason. Register once per operator. */
    public Counter skipped(SkipReason reason) {
        return counter(
                group.addGroup(MetricNames.REASON, reason.label()), MetricNames.POSTS_SKIPPED);
    }

    /** Vectors of backfills that were published. */
    public Counter merged() {
        return counter(group, MetricNames.MERGED);
    }

    /** Vectors of backfills that were not published, for the given reason. As {@link #skipped}. */
    public Counter mergeSkipped(SkipReason reason) {
        return counter(
                group.addGroup(MetricNames.REASON, reason.label()), MetricNames.MERGE_SKIPPED);
    }

    /** What the gate asked for. Register once per operator. */
    public Counter admitted(Enum<?> action) {
        return counter(
                group.addGroup(MetricNames.ACTION, label(action)), MetricNames.POSTS_ADMITTED);
    }

    /** Dead letters of one stage. */
    public Counter deadLetters(Enum<?> stage) {
        return deadLetters.computeIfAbsent(
                stage,
                key ->
                        counter(
                                group.addGroup(MetricNames.STAGE, label(key)),
                                MetricNames.DEAD_LETTERS));
    }

    /** The metrics of one model. Register once per operator. */
    public ModelMetrics model(String modelName) {
        return new ModelMetrics(group.addGroup(MetricNames.MODEL, modelName));
    }

    /** The metrics of models that join and leave. */
    public RolloutMetrics rollout() {
        return new RolloutMetrics(group);
    }

    static Counter counter(MetricGroup group, String name) {
        return group.counter(name, new ThreadSafeSimpleCounter());
    }

    static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
