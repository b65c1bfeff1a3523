package io.nearline.bench.search;

import java.util.Map;

/**
 * One answer and where its time went.
 *
 * @param micros from when it was due to when it was there
 * @param lateMicros of these, until the generator had sent it
 * @param stages milliseconds of each stage in the service
 */
record TimedQuery(long micros, long lateMicros, Map<String, Double> stages) {

    /** Part of another stage, which holds its time. */
    private static final String WITHIN_EMBED = "model";

    /**
     * Milliseconds that no stage explains: sockets, and the threads that read and write them on
     * both sides.
     */
    double unexplainedMillis() {
        double told =
                stages.entrySet().stream()
                        .filter(stage -> !stage.getKey().equals(WITHIN_EMBED))
                        .mapToDouble(Map.Entry::getValue)
                        .sum();
        return (micros - lateMicros) / 1e3 - told;
    }
}
