package io.nearline.pipeline.source.pace;

/**
 * A rate with small bursts: what a stall of up to 50 ms kept back may follow at once. The caller
 * tells the time. Thread-safe.
 */
final class TokenBucket {

    private static final double BURST_SECONDS = 0.05;
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perNano;
    private final double capacity;
    private double tokens;
    private long refilledAt;

    /**
     * A full bucket.
     *
     * @param perSecond the rate, above 0
     * @param now the time, nanoseconds of a clock that never goes back
     */
    TokenBucket(double perSecond, long now) {
        this.perNano = perSecond / NANOS_PER_SECOND;
        this.capacity = Math.max(1, perSecond * BURST_SECONDS);
        this.tokens = capacity;
        this.refilledAt = now;
    }

    /**
     * Takes tokens if there is at least one; the bucket may go into debt for the rest.
     *
     * @return 0 if they were taken, else the nanoseconds until it is worth asking again
     */
    synchronized long take(int wanted, long now) {
        tokens = Math.min(capacity, tokens + (now - refilledAt) * perNano);
        refilledAt = now;
        if (tokens >= 1) {
            tokens -= wanted;
            return 0;
        }
        return (long) Math.ceil((1 - tokens) / perNano);
    }
}
