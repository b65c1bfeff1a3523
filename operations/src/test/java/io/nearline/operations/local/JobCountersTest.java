package io.nearline.operations.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobCountersTest {

    private static final MetricGroup STALE = labelled(Map.of("<reason>", "stale"));
    private static final MetricGroup EMPTY = labelled(Map.of("<reason>", "empty"));

    private final JobCounters reporter = new JobCounters();

    @BeforeEach
    void open() {
        MetricConfig config = new MetricConfig();
        config.setProperty(JobCounters.NAME, "test");
        reporter.open(config);
    }

    @AfterEach
    void close() {
        reporter.close();
    }

    @Test
    void addsUpSubtasksAndTellsLabelsApart() {
        count("skipped", STALE, 2);
        count("skipped", STALE, 3);
        count("skipped", EMPTY, 4);
        count("other", EMPTY, 100);

        JobCounters counters = JobCounters.named("test");
        assertThat(counters.sum("skipped")).isEqualTo(9);
        assertThat(counters.sum("skipped", "reason", "stale")).isEqualTo(5);
    }

    @Test
    void keepsWhatAnEndedTaskCounted() {
        SimpleCounter counter = count("skipped", STALE, 2);
        reporter.notifyOfRemovedMetric(counter, "skipped", STALE);
        count("skipped", STALE, 1);

        assertThat(reporter.sum("skipped")).isEqualTo(3);
    }

    @Test
    void readsTheRestartsOfTheJob() {
        assertThat(reporter.restarts()).isZero();

        Gauge<Long> restarts = () -> 2L;
        reporter.notifyOfAddedMetric(restarts, "numRestarts", STALE);

        assertThat(reporter.restarts()).isEqualTo(2);
        assertThat(reporter.has("numRestarts")).isTrue();
    }

    @Test
    void anUnknownNameHasCountedNothing() {
        assertThat(JobCounters.named("another").sum("skipped")).isZero();
    }

    private SimpleCounter count(String name, MetricGroup group, long value) {
        SimpleCounter counter = new SimpleCounter();
        counter.inc(value);
        reporter.notifyOfAddedMetric(counter, name, group);
        return counter;
    }

    private static MetricGroup labelled(Map<String, String> labels) {
        return new UnregisteredMetricsGroup() {
            @Override
            public Map<String, String> getAllVariables() {
                return labels;
            }
        };
    }
}
