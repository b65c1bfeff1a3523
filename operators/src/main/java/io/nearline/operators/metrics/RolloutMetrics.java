package io.nearline.operators.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** The metrics of models that join and leave; may be used from any thread. */
public final class RolloutMetrics {

    /** Rollouts a histogram looks back on. */
    private static final int WINDOW = 64;

    private final MetricGroup group;
    private final LabelledCounters counters;

    RolloutMetrics(MetricGroup group) {
        this.group = group;
        this.counters = new LabelledCounters(group);
    }

    /** Counts a decision that was not followed. */
    public void decisionIgnored(String reason) {
        counters.of(MetricNames.DECISIONS_IGNORED, MetricNames.REASON, reason).inc();
    }

    /** Shows how many models posts are embedded with. Register once per operator. */
    public void modelsServed(IntSupplier count) {
        group.gauge(MetricNames.MODELS_SERVED, (Gauge<Integer>) count::getAsInt);
    }

    /** Models that a machine refused. Register once per operator. */
    public Counter stagingRefused() {
        return PipelineMetrics.counter(group, MetricNames.STAGING_REFUSED);
    }

    /** Time to fetch and verify a model. Register once per operator. */
    public StagingTimer stagingTimer() {
        return new StagingTimer(
                group.histogram(
                        MetricNames.STAGING_MS, new DescriptiveStatisticsHistogram(WINDOW)));
    }

    /** Attempts to open a model that failed. Register once per operator. */
    public Counter openFailures() {
        return PipelineMetrics.counter(group, MetricNames.MODEL_OPEN_FAILURES);
    }

    /** Vectors of models that no longer serve, removed from state. Register once per operator. */
    public Counter vectorsFreed() {
        return PipelineMetrics.counter(group, MetricNames.VECTORS_FREED);
    }

    /**
     * Adds up times.
     *
     * @param millis the histogram
     */
    public record StagingTimer(Histogram millis) {

        /** Adds the time since {@code startNanos} of {@link System#nanoTime}. */
        public void addSince(long startNanos) {
            millis.update(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos));
        }
    }
}
