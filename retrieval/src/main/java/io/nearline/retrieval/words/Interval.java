package io.nearline.retrieval.words;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Time between two of what is done again and again, by a clock that never goes back. Used by one
 * thread.
 */
final class Interval {

    private final long nanos;
    private final LongSupplier nanoTime;
    private long begunAt;
    private boolean over;

    private Interval(Duration length, LongSupplier nanoTime, boolean over) {
        this.nanos = length.toNanos();
        this.nanoTime = nanoTime;
        this.begunAt = nanoTime.getAsLong();
        this.over = over;
    }

    /** One that is over, so that the first is due at once. */
    static Interval over(Duration length, LongSupplier nanoTime) {
        return new Interval(length, nanoTime, true);
    }

    /** One that begins now. */
    static Interval begun(Duration length, LongSupplier nanoTime) {
        return new Interval(length, nanoTime, false);
    }

    /** It was done: the next is due when the interval has passed. */
    void begin() {
        begunAt = nanoTime.getAsLong();
        over = false;
    }

    /** The next is due at once. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return left().isZero();
    }

    /** Until the next is due; zero if it is. */
    Duration left() {
        long passed = nanoTime.getAsLong() - begunAt;
        return over || passed >= nanos ? Duration.ZERO : Duration.ofNanos(nanos - passed);
    }
}
