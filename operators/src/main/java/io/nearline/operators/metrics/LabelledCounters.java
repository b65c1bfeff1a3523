package io.nearline.operators.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counters that are registered when their label is first seen; may be used from any thread. */
final class LabelledCounters {

    private final MetricGroup group;
    private final Map<String, Counter> byLabel = new ConcurrentHashMap<>();

    LabelledCounters(MetricGroup group) {
        this.group = group;
    }

    Counter of(String name, String label, String value) {
        return byLabel.computeIfAbsent(
                name + '/' + value,
                key -> PipelineMetrics.counter(group.addGroup(label, value), name));
    }
}
