package io.nearline.operators.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingCost;
import io.nearline.operators.metrics.ModelMetrics.EmbeddingMeter;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class ModelMetricsTest {

    private final Map<String, Counter> counters = new HashMap<>();
    private final Map<String, Histogram> histograms = new HashMap<>();
    private final EmbeddingMeter meter = new ModelMetrics(new Recording()).embeddings();

    @Test
    void sharedVectorCountsAsAHitAndNothingElse() {
        meter.add(new Embedding(new float[1], 7, true, EmbeddingCost.NONE));

        assertThat(count(MetricNames.CACHE_HITS)).isEqualTo(1);
        assertThat(count(MetricNames.CACHE_MISSES)).isZero();
        assertThat(count(MetricNames.TOKENS)).isZero();
        assertThat(count(MetricNames.TRUNCATIONS)).isEqualTo(1);
        assertThat(histograms.values()).allSatisfy(h -> assertThat(h.getCount()).isZero());
    }

    @Test
    void runCountsWithWhatItCost() {
        meter.add(
                new Embedding(
                        new float[1], 7, false, new EmbeddingCost(9_000, 4_000_000, 2, 9, 12)));

        assertThat(count(MetricNames.CACHE_HITS)).isZero();
        assertThat(count(MetricNames.CACHE_MISSES)).isEqualTo(1);
        assertThat(count(MetricNames.TOKENS)).isEqualTo(7);
        assertThat(only(MetricNames.BATCH_TEXTS)).isEqualTo(2);
        assertThat(only(MetricNames.BATCH_TOKENS)).isEqualTo(9);
        assertThat(only(MetricNames.PADDING_PERCENT)).isEqualTo(25);
        assertThat(only(MetricNames.QUEUE_MICROS)).isEqualTo(9);
        assertThat(only(MetricNames.INFERENCE_MICROS)).isEqualTo(4000);
    }

    private long count(String name) {
        return counters.get(name).getCount();
    }

    private long only(String name) {
        assertThat(histograms.get(name).getCount()).isEqualTo(1);
        return histograms.get(name).getStatistics().getMax();
    }

    private final class Recording extends UnregisteredMetricsGroup {

        @Override
        public <C extends Counter> C counter(String name, C counter) {
            counters.put(name, counter);
            return counter;
        }

        @Override
        public <H extends Histogram> H histogram(String name, H histogram) {
            histograms.put(name, histogram);
            return histogram;
        }
    }
}
