package io.nearline.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * CPU time and allocation of this process over time, so that what it took between two moments can
 * be told when they are known only afterwards.
 */
public final class ProcessTimeline implements AutoCloseable {
    private static final long PERIOD_MILLIS = 250;

    private final ProcessMeter meter;
    private final List<Sample> samples = new ArrayList<>();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();

    private record Sample(long millis, double cpuSeconds, double allocatedBytes) {}

    /**
     * Starts watching.
     *
     * @param bystanders ids of threads that are no part of the contender and live until the end
     */
    public ProcessTimeline(Set<Long> bystanders) {
        meter = ProcessMeter.startWithout(bystanders);
        var unused =
                sampler.scheduleAtFixedRate(this::sample, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * What some posts took.
     *
     * @param from milliseconds since the epoch
     * @param to later than {@code from}, not later than now
     * @param posts done between the two
     */
    public Measurement between(long from, long to, int posts) {
        sample();
        return new Measurement(
                posts,
                (to - from) / 1e3,
                at(to, Sample::cpuSeconds) - at(from, Sample::cpuSeconds),
                at(to, Sample::allocatedBytes) - at(from, Sample::allocatedBytes),
                ResidentMemory.bytes());
    }

    private synchronized void sample() {
        Measurement now = meter.stop(1);
        samples.add(new Sample(System.currentTimeMillis(), now.cpuSeconds(), now.allocatedBytes()));
    }

    /** A figure at a moment, on the straight line between the samples around it. */
    private synchronized double at(long millis, ToDoubleFunction<Sample> figure) {
        Sample before = samples.get(0);
        for (Sample sample : samples) {
            if (sample.millis() >= millis) {
                long span = sample.millis() - before.millis();
                double share = span == 0 ? 0 : (double) (millis - before.millis()) / span;
                double start = figure.applyAsDouble(before);
                return start + share * (figure.applyAsDouble(sample) - start);
            }
            before = sample;
        }
        return figure.applyAsDouble(before);
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
