package io.nearline.operations.rollout;

import java.util.Locale;
import java.util.Optional;

/** Whether a model's cosines follow people's judgement as well as those of the active one. */
final class LabelledQuality {

    private LabelledQuality() {}

    /**
     * @param set name of the labelled set
     * @param pairs how many it has
     * @param candidate Spearman's rho of the model that is checked
     * @param baseline that of the model it is compared with, if there is one
     */
    static CheckResult judge(
            String set, int pairs, double candidate, Optional<Double> baseline, double tolerance) {
        String on = String.format(Locale.ROOT, "on %,d pairs of %s", pairs, set);
        if (baseline.isEmpty()) {
            return new CheckResult(
                    Check.QUALITY,
                    CheckResult.Outcome.SKIPPED,
                    candidate,
                    "",
                    "Spearman's rho " + on + "; there is no active model to compare with",
                    "");
        }
        return CheckResult.atLeast(
                Check.QUALITY,
                candidate,
                baseline.get() - tolerance,
                "Spearman's rho %s; the active model has %s"
                        .formatted(on, CheckResult.number(baseline.get())),
                "it is worse than what you have: keep the active model");
    }
}
