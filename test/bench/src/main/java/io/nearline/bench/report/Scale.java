package io.nearline.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Values on an axis.
 *
 * @param kind how they are spaced
 * @param min at its beginning
 * @param max at its end
 */
record Scale(Kind kind, double min, double max) {
    private static final int TICKS = 5;

    /** How values are spaced. */
    enum Kind {
        /** Evenly, from 0 on. */
        LINEAR,
        /** By their logarithms, from a power of ten on. */
        LOG
    }

    /** An axis that holds values up to the largest; smaller than the smallest only if linear. */
    static Scale over(Kind kind, double smallest, double largest) {
        if (kind == Kind.LOG) {
            double from = Math.pow(10, Math.floor(Math.log10(Math.max(smallest, 1e-3))));
            double to = Math.pow(10, Math.ceil(Math.log10(Math.max(largest, from * 1.01))));
            return new Scale(kind, from, to);
        }
        double step = step(Math.max(largest, 1e-9));
        return new Scale(kind, 0, Math.ceil(largest / step) * step);
    }

    /** Where a value stands, 0 at the beginning and 1 at the end. */
    double position(double value) {
        return kind == Kind.LOG
                ? Math.log(Math.max(value, min) / min) / Math.log(max / min)
                : (value - min) / (max - min);
    }

    /** Values to mark, smallest first. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (kind == Kind.LOG) {
            for (double tick = min; tick <= max * 1.001; tick *= 10) {
                ticks.add(tick);
            }
            return ticks;
        }
        double step = step(max);
        for (int i = 0; i * step <= max * 1.001; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten. */
    private static double step(double largest) {
        double rough = largest / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digit = rough / power;
        return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    }
}
