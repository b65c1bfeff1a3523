package io.nearline.bench.stage;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** CPU time and allocation of work done by the calling thread. */
final class ThreadMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Work on one item. */
    @FunctionalInterface
    interface Work<T> {
        void on(T item) throws Exception;
    }

    private ThreadMeter() {}

    /** Does the work on every item once. */
    static <T> StageCost measure(String stage, List<T> items, Work<T> work) throws Exception {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long cpu = THREADS.getCurrentThreadCpuTime();
        for (T item : items) {
            work.on(item);
        }
        double micros = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e3;
        double allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        return new StageCost(stage, micros / items.size(), allocated / items.size(), items.size());
    }
}
