package io.nearline.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.stream.Collectors;

/** Time, CPU and allocation of this process from a moment on. */
public final class ProcessMeter {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String PRODUCER = "kafka-producer-network-thread";

    private final long[] bystanders;
    private final long startNanos;
    private final long startCpuNanos;
    private final long startAllocated;

    private ProcessMeter(Set<Long> bystanders) {
        this.bystanders = bystanders.stream().mapToLong(Long::longValue).toArray();
        startAllocated = allocated();
        startNanos = System.nanoTime();
        startCpuNanos = cpuNanos();
    }

    /** Measures everything the process does. */
    public static ProcessMeter start() {
        return new ProcessMeter(Set.of());
    }

    /**
     * Measures without threads that are no part of the contender.
     *
     * @param bystanders ids of threads that live until the end
     */
    public static ProcessMeter startWithout(Set<Long> bystanders) {
        return new ProcessMeter(bystanders);
    }

    /**
     * The calling thread and those of the Kafka producers that are there now: who feeds a job and
     * watches it, if asked before the job starts.
     */
    public static Set<Long> feeders() {
        Set<Long> ids =
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith(PRODUCER))
                        .map(Thread::getId)
                        .collect(Collectors.toSet());
        ids.add(Thread.currentThread().getId());
        return ids;
    }

    /** What the posts took that were done since the start; may be asked more than once. */
    public Measurement stop(int posts) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double cpuSeconds = (cpuNanos() - startCpuNanos) / 1e9;
        double bytes = allocated() - startAllocated;
        return new Measurement(posts, seconds, cpuSeconds, bytes, ResidentMemory.bytes());
    }

    private long cpuNanos() {
        long nanos = SYSTEM.getProcessCpuTime();
        for (long bystander : bystanders) {
            nanos -= Math.max(0, THREADS.getThreadCpuTime(bystander));
        }
        return nanos;
    }

    private long allocated() {
        long bytes = HeapAllocation.bytes();
        for (long bystander : bystanders) {
            bytes -= Math.max(0, THREADS.getThreadAllocatedBytes(bystander));
        }
        return bytes;
    }
}
