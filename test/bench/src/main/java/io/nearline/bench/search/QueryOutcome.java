package io.nearline.bench.search;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of a query.
 *
 * @param answered whether it was
 * @param stages milliseconds of each stage, as the service tells them with {@code Server-Timing};
 *     in its order
 */
record QueryOutcome(boolean answered, Map<String, Double> stages) {

    /** One of an answer that tells no stages. */
    static QueryOutcome answered(boolean answered) {
        return new QueryOutcome(answered, Map.of());
    }

    /** One of an answer that has this header. */
    static QueryOutcome of(boolean answered, String serverTiming) {
        Map<String, Double> stages = new LinkedHashMap<>();
        for (String metric : serverTiming.split(",")) {
            String[] parts = metric.strip().split(";\\s*dur=", 2);
            if (parts.length == 2) {
                stages.put(parts[0], Double.valueOf(parts[1]));
            }
        }
        return new QueryOutcome(answered, stages);
    }
}
