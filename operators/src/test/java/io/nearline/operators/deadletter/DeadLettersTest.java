package io.nearline.operators.deadletter;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.metrics.MetricNames;
import io.nearline.operators.metrics.PipelineMetrics;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private final Map<String, Counter> byStage = new TreeMap<>();
    private final DeadLetters letters =
            new DeadLetters(
                    "job",
                    PipelineMetrics.in(new Recording("")),
                    Clock.systemUTC(),
                    Stage.EMBED,
                    Stage.RECALL);

    /** An alert on the increase of a counter misses the step from no counter to 1. */
    @Test
    void countsEachStageFromZeroBeforeAnythingFails() {
        assertThat(byStage).containsOnlyKeys("embed", "recall");
        assertThat(byStage.values()).allSatisfy(it -> assertThat(it.getCount()).isZero());
    }

    @Test
    void countsALetterAtItsStage() {
        letters.write(
                Stage.RECALL,
                Records.raw(aPost("p").body("text").build()),
                new IllegalStateException());

        assertThat(byStage.get("recall").getCount()).isEqualTo(1);
        assertThat(byStage.get("embed").getCount()).isZero();
    }

    private final class Recording extends UnregisteredMetricsGroup {

        private final String stage;

        private Recording(String stage) {
            this.stage = stage;
        }

        @Override
        public MetricGroup addGroup(String name) {
            return this;
        }

        @Override
        public MetricGroup addGroup(String label, String value) {
            assertThat(label).isEqualTo(MetricNames.STAGE);
            return new Recording(value);
        }

        @Override
        public <C extends Counter> C counter(String name, C counter) {
            assertThat(name).isEqualTo(MetricNames.DEAD_LETTERS);
            byStage.put(stage, counter);
            return counter;
        }
    }
}
