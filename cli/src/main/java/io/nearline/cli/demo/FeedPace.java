package io.nearline.cli.demo;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** When the next post may be fed. */
@FunctionalInterface
interface FeedPace {

    /** Posts that may be under way at once where the job sets the pace: enough for every worker. */
    int IN_FLIGHT = 16;

    /**
     * Waits until it is the next post's turn.
     *
     * @param fed posts fed so far
     */
    void awaitTurn(long fed) throws InterruptedException;

    /**
     * A steady rate from now on.
     *
     * @param postsPerSecond infinite for as fast as the broker takes them
     * @param fedBefore posts fed before
     */
    static FeedPace steady(double postsPerSecond, long fedBefore) {
        long start = System.nanoTime();
        return fed -> {
            long due = (long) ((fed - fedBefore) / postsPerSecond * TimeUnit.SECONDS.toNanos(1));
            long early = start + due - System.nanoTime();
            if (early > 0) {
                TimeUnit.NANOSECONDS.sleep(early);
            }
        };
    }

    /**
     * As fast as the job gets done with them, so that none waits long.
     *
     * @param ended posts of which the end is known
     */
    static FeedPace keepingUp(LongSupplier ended) {
        return fed -> {
            while (fed - ended.getAsLong() >= IN_FLIGHT) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        };
    }
}
