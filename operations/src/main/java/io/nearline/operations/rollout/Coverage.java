package io.nearline.operations.rollout;

import java.util.Locale;

/**
 * How many posts of the baseline's index the candidate has as well.
 *
 * @param live posts whose newest state under the baseline is a vector
 * @param covered those of them of which the candidate has a vector of the same revision or a later
 *     one
 */
record Coverage(long live, long covered) {

    CheckResult judge(String candidate, double bar) {
        if (live == 0) {
            return CheckResult.skipped(Check.COVERAGE, "there is no live post yet");
        }
        return CheckResult.atLeast(
                Check.COVERAGE,
                (double) covered / live,
                bar,
                String.format(
                        Locale.ROOT,
                        "%,d of %,d live posts have a vector at their newest revision",
                        covered,
                        live),
                "embed the rest with: nearline backfill submit, for model " + candidate);
    }
}
