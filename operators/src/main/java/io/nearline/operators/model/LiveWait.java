package io.nearline.operators.model;

import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether live records wait. The first gates of a job write it, whoever must let live records go
 * first reads it; all that run in one JVM share it, as copies of one handle. Thread-safe.
 */
public final class LiveWait implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final long NEVER = Long.MIN_VALUE / 2;

    /** When a record that had waited too long last came by, by handle. */
    private static final Map<String, AtomicLong> LAST_LATE = new ConcurrentHashMap<>();

    private final String handle = UUID.randomUUID().toString();
    private final long boundMillis;

    /**
     * @param bound a live record older than this had to wait; without a late record for as long,
     *     none waits any more
     */
    public LiveWait(Duration bound) {
        this.boundMillis = bound.toMillis();
    }

    /**
     * Notes that a live record came by.
     *
     * @param since when it was written to its topic, milliseconds since the epoch
     * @param now the time, milliseconds since the epoch
     */
    public void passed(long since, long now) {
        if (now - since > boundMillis) {
            lastLate().accumulateAndGet(now, Math::max);
        }
    }

    /** Whether live records wait at the given time, milliseconds since the epoch. */
    public boolean isOn(long now) {
        return now - lastLate().get() <= boundMillis;
    }

    private AtomicLong lastLate() {
        return LAST_LATE.computeIfAbsent(handle, unused -> new AtomicLong(NEVER));
    }
}
