package io.nearline.bench.job;

import java.util.List;

/** When to begin to count updates that a job publishes in bursts. */
final class PublicationClock {
    /** So much of what is measured is searched for the end of a burst. */
    private static final int SEARCHED_PART = 4;

    private PublicationClock() {}

    /**
     * A moment at which nothing lies ready that was not published yet, or its work would be counted
     * and its time not: the one before the longest pause in the first quarter of the measured
     * updates, after the whole warm-up. Partitions end their warm-up one after the other.
     *
     * @param warmUp when the updates of the warm-up were published, rising
     * @param measured when those that count were, rising
     * @return milliseconds since the epoch
     */
    static long start(List<Long> warmUp, List<Long> measured) {
        long start = warmUp.get(warmUp.size() - 1);
        long longestPause = -1;
        long before = start;
        for (long published : measured.subList(0, measured.size() / SEARCHED_PART)) {
            if (before >= warmUp.get(warmUp.size() - 1) && published - before > longestPause) {
                longestPause = published - before;
                start = before;
            }
            before = published;
        }
        return start;
    }
}
