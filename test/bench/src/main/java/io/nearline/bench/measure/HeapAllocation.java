package io.nearline.bench.measure;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * What all threads of this process have allocated on the heap, those that have ended too: what is
 * there plus what every collection took away.
 */
final class HeapAllocation {
    private static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final HeapAllocation INSTANCE = new HeapAllocation();

    private final Set<String> heapPools =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getType() == MemoryType.HEAP)
                    .map(MemoryPoolMXBean::getName)
                    .collect(Collectors.toSet());
    private final List<GarbageCollectorMXBean> collectors =
            ManagementFactory.getGarbageCollectorMXBeans();
    private final AtomicLong collected = new AtomicLong();
    private final AtomicLong noticed = new AtomicLong(collections());

    private HeapAllocation() {
        for (GarbageCollectorMXBean collector : collectors) {
            ((NotificationEmitter) collector)
                    .addNotificationListener(
                            (notification, handback) ->
                                    notice((CompositeData) notification.getUserData()),
                            notification ->
                                    notification
                                            .getType()
                                            .equals(
                                                    GarbageCollectionNotificationInfo
                                                            .GARBAGE_COLLECTION_NOTIFICATION),
                            null);
        }
    }

    /** Bytes so far; only the difference of two calls means something. */
    static long bytes() {
        INSTANCE.awaitNotices();
        return INSTANCE.collected.get()
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void notice(CompositeData data) {
        GcInfo info = GarbageCollectionNotificationInfo.from(data).getGcInfo();
        collected.addAndGet(
                used(info.getMemoryUsageBeforeGc()) - used(info.getMemoryUsageAfterGc()));
        noticed.incrementAndGet();
    }

    private long used(Map<String, MemoryUsage> pools) {
        return pools.entrySet().stream()
                .filter(pool -> heapPools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    /** Notices come a moment after the collection. */
    private void awaitNotices() {
        long deadline = System.nanoTime() + NOTICE_NANOS;
        while (noticed.get() < collections() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private long collections() {
        return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }
}
