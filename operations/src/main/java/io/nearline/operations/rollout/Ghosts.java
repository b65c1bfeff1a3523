package io.nearline.operations.rollout;

import java.util.Locale;

/**
 * Posts that only the candidate holds: promoted, it would bring deleted posts back.
 *
 * @param held posts of which the candidate has a vector
 * @param withdrawn those of them that the baseline has withdrawn at that revision or a later one
 * @param unmet those of them of which the baseline never said anything
 */
record Ghosts(long held, long withdrawn, long unmet) {

    CheckResult judge(String candidate, double bar) {
        if (held == 0) {
            return CheckResult.skipped(Check.GHOSTS, "it has no vector yet");
        }
        String others =
                unmet == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %,d posts are new to the active model, which is no fault",
                                unmet);
        return CheckResult.atMost(
                Check.GHOSTS,
                (double) withdrawn / held,
                bar,
                String.format(
                        Locale.ROOT,
                        "%,d of %,d posts were withdrawn from the active model and not from it%s",
                        withdrawn,
                        held,
                        others),
                "deletes have passed %s by: package the bundle under another name, stage and backfill that"
                        .formatted(candidate));
    }
}
