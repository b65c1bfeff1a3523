package io.nearline.pipeline.source.passes;

/** Hands out turns at a rate that may change. Thread-safe. */
final class Turns {

    private static final double NANOS = 1e9;

    /** Turns that nobody took are kept for so long. */
    private static final long BURST_NANOS = 100_000_000;

    /** Waits shorter than this are owed instead of waited: timers are no finer. */
    private static final long SHORTEST_WAIT_NANOS = 5_000_000;

    private long next;

    /**
     * @param now nanoseconds of any clock that does not jump
     */
    Turns(long now) {
        this.next = now;
    }

    /**
     * Takes one turn.
     *
     * @param now nanoseconds of the same clock
     * @param perSecond rate at present; may be infinite
     * @return nanoseconds to wait before using it; 0 to go on at once
     */
    synchronized long take(long now, double perSecond) {
        next = Math.max(next, now - BURST_NANOS);
        long wait = next - now;
        next += (long) (NANOS / perSecond);
        return wait < SHORTEST_WAIT_NANOS ? 0 : wait;
    }
}
