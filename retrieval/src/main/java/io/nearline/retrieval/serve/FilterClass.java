package io.nearline.retrieval.serve;

import io.nearline.retrieval.search.Plan;
import io.nearline.retrieval.search.Selection;
import java.util.Locale;

/** How much of an index a search may find: what decides how it is done. */
enum FilterClass {
    /** Everything. */
    NONE,
    /** A tenth of the posts or more. */
    WIDE,
    /** A hundredth or more. */
    NARROW,
    /** Less. */
    TINY;

    private static final double WIDE_FROM = 0.1;
    private static final double NARROW_FROM = 0.01;

    static FilterClass of(Selection selection, Plan plan) {
        if (!selection.isConditional() && selection.excluded().isEmpty()) {
            return NONE;
        }
        double share = plan.held() == 0 ? 0 : (double) plan.selected() / plan.held();
        if (share >= WIDE_FROM) {
            return WIDE;
        }
        return share >= NARROW_FROM ? NARROW : TINY;
    }

    /** As it is written in metrics. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
