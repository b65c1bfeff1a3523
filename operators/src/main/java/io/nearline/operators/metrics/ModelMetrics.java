package io.nearline.operators.metrics;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/** The metrics of one model in one operator instance; may be used from any thread. */
public final class ModelMetrics {

    /** Values a histogram looks back on. */
    private static final int WINDOW = 2048;

    private final MetricGroup group;
    private final LabelledCounters counters;

    ModelMetrics(MetricGroup group) {
        this.group = group;
        this.counters = new LabelledCounters(group);
    }

    /** Says which bundle serves. */
    public void serving(String digest) {
        serving(digest, () -> true);
    }

    /** Says which bundle serves while {@code open} holds. */
    public void serving(String digest, BooleanSupplier open) {
        group.addGroup(MetricNames.DIGEST, digest)
                .gauge(MetricNames.MODEL_INFO, (Gauge<Integer>) () -> open.getAsBoolean() ? 1 : 0);
    }

    /** Counts a text that got no vector. */
    public void failed(String reasonClass) {
        counters.of(MetricNames.EMBED_FAILURES, MetricNames.REASON, reasonClass).inc();
    }

    /** Counts a vector that must not be served. */
    public void unhealthy(Enum<?> reason) {
        counters.of(
                        MetricNames.UNHEALTHY_VECTORS,
                        MetricNames.REASON,
                        PipelineMetrics.label(reason))
                .inc();
    }

    /** Counts an update handed to the sink. */
    public Counter updates(Enum<?> kind) {
        return counters.of(MetricNames.UPDATES, MetricNames.KIND, PipelineMetrics.label(kind));
    }

    /** Deletes that the topic is told to forget. Register once per operator. */
    public Counter tombstones() {
        return PipelineMetrics.counter(group, MetricNames.TOMBSTONES);
    }

    /** Event time to hand-over to the sink, milliseconds. */
    public Histogram freshness() {
        return histogram(MetricNames.FRESHNESS_MS);
    }

    /** What an embedding cost, one value per text that the model ran for. */
    public EmbeddingMeter embeddings() {
        return new EmbeddingMeter();
    }

    private Histogram histogram(String name) {
        return group.histogram(name, new DescriptiveStatisticsHistogram(WINDOW));
    }

    /** Tokens, batches and times of embeddings. */
    public final class EmbeddingMeter {

        private final Counter tokens = PipelineMetrics.counter(group, MetricNames.TOKENS);
        private final Counter cacheHits = PipelineMetrics.counter(group, MetricNames.CACHE_HITS);
        private final Counter cacheMisses =
                PipelineMetrics.counter(group, MetricNames.CACHE_MISSES);
        private final Counter truncations = PipelineMetrics.counter(group, MetricNames.TRUNCATIONS);
        private final Histogram batchTexts = histogram(MetricNames.BATCH_TEXTS);
        private final Histogram batchTokens = histogram(MetricNames.BATCH_TOKENS);
        private final Histogram padding = histogram(MetricNames.PADDING_PERCENT);
        private final Histogram queue = histogram(MetricNames.QUEUE_MICROS);
        private final Histogram inference = histogram(MetricNames.INFERENCE_MICROS);

        private EmbeddingMeter() {}

        /** Adds one embedding. */
        public void add(Embedding embedding) {
            if (embedding.truncated()) {
                truncations.inc();
            }
            if (embedding.cost().ranModel()) {
                cacheMisses.inc();
                tokens.inc(embedding.tokens());
                addRun(embedding.cost());
            } else {
                cacheHits.inc();
            }
        }

        private void addRun(EmbeddingCost cost) {
            batchTexts.update(cost.batchTexts());
            batchTokens.update(cost.batchTokens());
            padding.update(paddingPercent(cost));
            queue.update(TimeUnit.NANOSECONDS.toMicros(cost.queueNanos()));
            inference.update(TimeUnit.NANOSECONDS.toMicros(cost.inferenceNanos()));
        }

        private static long paddingPercent(EmbeddingCost cost) {
            int cells = Math.max(1, cost.paddedTokens());
            return 100L * Math.max(0, cells - cost.batchTokens()) / cells;
        }
    }
}
