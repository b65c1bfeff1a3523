package io.nearline.bench.run;

/** When what is left of a run is skipped. */
final class Deadline {
    private final long endNanos;

    Deadline(long seconds) {
        this.endNanos = System.nanoTime() + seconds * 1_000_000_000;
    }

    /** Whether there is time for something that takes so long. */
    boolean allows(double seconds) {
        return System.nanoTime() + (long) (seconds * 1e9) < endNanos;
    }
}
