package io.nearline.pipeline.source.pace;

/** Hands out turns at a rate that may change. Thread-safe. */
public final class Turns {

    private static final double NANOS = 1e9;

    /** Turns that nobody took are kept for so long. */
    private static final long BURST_NANOS = 100_000_000;

    /** Waits shorter than this are owed instead of waited: timers are no finer. */
    private static final long SHORTEST_WAIT_NANOS = 5_000_000;

    private long next;

    /**
     * @param now nanoseconds of any clock that does not jump
     */
    public Turns(long now) {
        this.next = now;
    }

    /**
     * Takes turns one after the other; the wait is for the first.
     *
     * @param count how many
     * @param now nanoseconds of the same clock
     * @param perSecond rate at present, above 0; may be infinite
     * @return nanoseconds to wait before using them; 0 to go on at once
     */
    public synchronized long take(int count, long now, double perSecond) {
        next = Math.max(next, now - BURST_NANOS);
        long wait = next - now;
        next += (long) (count * NANOS / perSecond);
        return wait < SHORTEST_WAIT_NANOS ? 0 : wait;
    }
}
