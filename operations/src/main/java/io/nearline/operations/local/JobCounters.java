package io.nearline.operations.local;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.jspecify.annotations.Nullable;

/**
 * The job's own counters, read in the JVM in which it runs. Flink makes the instance; {@link
 * #named} finds it. Counters of an attempt that has ended keep their last values.
 *
 * <p>Switched on by the options {@code metrics.reporter.<any>.factory.class} (this package's {@link
 * JobCountersFactory}) and {@code metrics.reporter.<any>.name}.
 */
public final class JobCounters implements MetricReporter {

    static final String NAME = "name";

    private static final String RESTARTS = "numRestarts";
    private static final Map<String, JobCounters> INSTANCES = new ConcurrentHashMap<>();

    private final Map<Counter, Series> counters = new ConcurrentHashMap<>();
    private final Map<Series, Long> ended = new ConcurrentHashMap<>();
    private final Set<String> gauges = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Gauge<?> restarts;
    private String instanceName = "";

    private record Series(String name, Map<String, String> labels) {}

    JobCounters() {}

    /**
     * The counters that were given a name in the configuration; empty ones until the job's Flink
     * has started.
     */
    public static JobCounters named(String name) {
        return INSTANCES.getOrDefault(name, new JobCounters());
    }

    /** Sum of all counters of this name. */
    public long sum(String name) {
        return sumWhere(series -> series.name().equals(name));
    }

    /** Sum of all counters of this name that have this label. */
    public long sum(String name, String label, String value) {
        return sumWhere(
                series ->
                        series.name().equals(name)
                                && value.equals(series.labels().get('<' + label + '>')));
    }

    /** Whether a gauge of this name has ever been there. */
    public boolean has(String gauge) {
        return gauges.contains(gauge);
    }

    /** How often the job was restarted after a failure. */
    public long restarts() {
        Gauge<?> gauge = restarts;
        return gauge != null && gauge.getValue() instanceof Number number ? number.longValue() : 0;
    }

    private long sumWhere(java.util.function.Predicate<Series> wanted) {
        long sum = 0;
        for (Map.Entry<Counter, Series> running : counters.entrySet()) {
            sum += wanted.test(running.getValue()) ? running.getKey().getCount() : 0;
        }
        for (Map.Entry<Series, Long> past : ended.entrySet()) {
            sum += wanted.test(past.getKey()) ? past.getValue() : 0;
        }
        return sum;
    }

    @Override
    public void open(MetricConfig config) {
        instanceName = config.getString(NAME, "");
        INSTANCES.put(instanceName, this);
    }

    @Override
    public void close() {
        INSTANCES.remove(instanceName, this);
    }

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        if (metric instanceof Counter counter) {
            counters.put(counter, new Series(name, group.getAllVariables()));
        } else if (metric instanceof Gauge<?> gauge) {
            gauges.add(name);
            restarts = name.equals(RESTARTS) ? gauge : restarts;
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        Series series = metric instanceof Counter counter ? counters.remove(counter) : null;
        if (series != null) {
            ended.merge(series, ((Counter) metric).getCount(), Long::sum);
        }
    }
}
