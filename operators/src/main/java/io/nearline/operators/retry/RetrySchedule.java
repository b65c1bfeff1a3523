package io.nearline.operators.retry;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * When records that failed may come back, so that an outage does not end in a storm: in each slot
 * of about a second only so many. Not thread-safe.
 */
final class RetrySchedule {

    /** Longest wait on top of the delay: what would wait longer is left as a dead letter. */
    static final Duration HORIZON = Duration.ofMinutes(10);

    private static final double SECOND = 1000;

    private final int perSlot;
    private final long slotMillis;
    private final TreeMap<Long, Integer> taken = new TreeMap<>();

    /**
     * @param perSecond most records a second, above 0
     */
    RetrySchedule(double perSecond) {
        perSlot = (int) Math.max(1, Math.floor(perSecond));
        slotMillis = (long) Math.ceil(SECOND * perSlot / perSecond);
    }

    /**
     * Takes the next place that is free.
     *
     * @param now the time, milliseconds since the epoch
     * @param earliest when the record may come back, not before now
     * @return when it comes back, or empty if too many wait
     */
    OptionalLong reserve(long now, long earliest) {
        taken.headMap(now / slotMillis).clear();
        long last = (earliest + HORIZON.toMillis()) / slotMillis;
        for (long slot = earliest / slotMillis; slot <= last; slot++) {
            int before = taken.getOrDefault(slot, 0);
            if (before < perSlot) {
                taken.put(slot, before + 1);
                long place = slot * slotMillis + before * slotMillis / perSlot;
                return OptionalLong.of(Math.max(earliest, place));
            }
        }
        return OptionalLong.empty();
    }
}
