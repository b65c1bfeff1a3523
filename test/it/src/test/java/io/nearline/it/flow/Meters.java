package io.nearline.it.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.HistogramStatistics;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.testutils.InMemoryReporter;

/**
 * The metrics of a job by name and label, over all subtasks and, once restarted, over all attempts.
 */
final class Meters {

    private final InMemoryReporter reporter;
    private Map<MetricGroup, Map<String, Metric>> kept;

    Meters(InMemoryReporter reporter) {
        this.reporter = reporter;
    }

    /** Keeps the metrics as they are now: the reporter forgets them when Flink is closed. */
    void keep() {
        kept = groups();
    }

    /** The sum of the counters of that name, whatever their labels. */
    long count(String name) {
        return count(name, Map.of());
    }

    /** The sum of the counters of that name that have the label. */
    long count(String name, String label, String value) {
        return count(name, Map.of(label, value));
    }

    /** The sum of the counters of that name that have all the labels. */
    long count(String name, Map<String, String> labels) {
        return find(Counter.class, name, labels).stream().mapToLong(Counter::getCount).sum();
    }

    /** Whether there is a counter of that name with the label. */
    boolean isThere(String name, String label, String value) {
        return !find(Counter.class, name, Map.of(label, value)).isEmpty();
    }

    /** How many values the histograms of that name have taken. */
    long values(String name, String label, String value) {
        return find(Histogram.class, name, Map.of(label, value)).stream()
                .mapToLong(Histogram::getCount)
                .sum();
    }

    /** The histograms of that name that have taken a value. */
    List<HistogramStatistics> statistics(String name, String label, String value) {
        return find(Histogram.class, name, Map.of(label, value)).stream()
                .filter(histogram -> histogram.getCount() > 0)
                .map(Histogram::getStatistics)
                .toList();
    }

    /** The highest value of the gauges of that name; 0 if there is none. */
    long gauge(String name) {
        return find(Gauge.class, name, Map.of()).stream()
                .mapToLong(gauge -> ((Number) gauge.getValue()).longValue())
                .max()
                .orElse(0);
    }

    /** Which of the given labels the metrics have, by metric name. */
    Map<String, Set<String>> labelsByName(Set<String> labels) {
        Map<String, Set<String>> found = new TreeMap<>();
        groups().forEach(
                        (group, metrics) -> {
                            Set<String> present = new TreeSet<>(labels);
                            present.removeIf(label -> !has(group.getAllVariables(), label));
                            metrics.keySet().forEach(name -> found.put(name, present));
                        });
        return found;
    }

    private <T extends Metric> List<T> find(
            Class<T> type, String name, Map<String, String> labels) {
        List<T> found = new ArrayList<>();
        groups().forEach(
                        (group, metrics) -> {
                            Metric metric = metrics.get(name);
                            if (type.isInstance(metric)
                                    && matches(group.getAllVariables(), labels)) {
                                found.add(type.cast(metric));
                            }
                        });
        return found;
    }

    private Map<MetricGroup, Map<String, Metric>> groups() {
        return kept == null ? Map.copyOf(reporter.getMetricsByGroup()) : kept;
    }

    private static boolean has(Map<String, String> variables, String label) {
        return variables.containsKey(variable(label));
    }

    private static boolean matches(Map<String, String> variables, Map<String, String> labels) {
        return labels.entrySet().stream()
                .allMatch(
                        label -> label.getValue().equals(variables.get(variable(label.getKey()))));
    }

    /** As Flink writes user variables. */
    private static String variable(String label) {
        return '<' + label + '>';
    }
}
