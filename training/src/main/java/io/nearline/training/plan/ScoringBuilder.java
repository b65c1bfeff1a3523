package io.nearline.training.plan;

/** How a run is watched, for {@link PlanBuilder}. */
public final class ScoringBuilder {
    final Keys keys = new Keys();

    /** Steps between two scorings. */
    public ScoringBuilder every(int steps) {
        keys.put("every", steps);
        return this;
    }

    /** Records of a part that are scored while training. */
    public ScoringBuilder most(int records) {
        keys.put("most", records);
        return this;
    }

    /** Tokens that a text is cut at while training. */
    public ScoringBuilder tokens(int most) {
        keys.put("tokens", most);
        return this;
    }

    /** Scorings without a better one that end the run. */
    public ScoringBuilder patience(int scorings) {
        keys.put("patience", scorings);
        return this;
    }

    /** How far a task may fall below the base before it decides what is kept, 0 to 1. */
    public ScoringBuilder tolerance(double score) {
        keys.put("tolerance", score);
        return this;
    }

    /** Share of the base's weights in what is scored and kept, 0 to 1. */
    public ScoringBuilder average(double share) {
        keys.put("average", share);
        return this;
    }
}
