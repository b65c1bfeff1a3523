package io.nearline.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Rates of one model, round by round. Contenders of one round ran right after each other, so their
 * ratio holds even where the machine is twice as fast in the next round.
 */
final class Rounds {
    /** Who is measured. */
    enum Contender {
        /** ONNX Runtime alone, one text a call. */
        ROOFLINE,
        /**
         * ONNX Runtime alone, texts of equal length together: the best that can be done offline.
         */
        ROOFLINE_EXACT_LENGTHS,
        /** Text to vector. */
        EMBEDDER,
        /** Topic to topic. */
        PIPELINE,
        /** Topic to topic, by the backfill job. */
        BACKFILL
    }

    private final Map<Contender, List<Rate>> rates = new EnumMap<>(Contender.class);

    void add(Contender contender, Rate rate) {
        rates.computeIfAbsent(contender, absent -> new ArrayList<>()).add(rate);
    }

    double perSecond(Contender contender) {
        return median(rates.get(contender), Rate::perSecond);
    }

    double cpuPerThousand(Contender contender) {
        return median(rates.get(contender), Rate::cpuPerThousand);
    }

    /** Median of the rounds' ratios to the roofline, by the clock. */
    double ratio(Contender contender) {
        return ratio(contender, Contender.ROOFLINE);
    }

    /** Median of the rounds' ratios of one to another, by the clock. */
    double ratio(Contender contender, Contender other) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rates.get(contender).size(); round++) {
            ratios.add(
                    rates.get(contender).get(round).perSecond()
                            / rates.get(other).get(round).perSecond());
        }
        return median(ratios, Double::doubleValue);
    }

    /** The roofline's CPU time for a post against this one's. */
    double cpuRatio(Contender contender) {
        return cpuPerThousand(Contender.ROOFLINE) / cpuPerThousand(contender);
    }

    private static <T> double median(List<T> values, ToDoubleFunction<T> number) {
        double[] sorted = values.stream().mapToDouble(number).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
