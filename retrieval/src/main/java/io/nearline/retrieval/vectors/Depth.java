package io.nearline.retrieval.vectors;

/**
 * How deep a search by codes looks, and what share of the truly nearest is then found. The figures
 * were measured; the decision record of the index says how.
 *
 * @param byBits posts with the fewest different bits, of which an estimate is made
 * @param inFull of these, posts with the best estimates, whose vectors are compared
 * @param expectedRecall share of the truly nearest to expect among those found
 */
record Depth(int byBits, int inFull, double expectedRecall) {

    private static final int BITS_A_HIT = 100;
    private static final int FEWEST_BITS = 4_000;
    private static final int MOST_BITS = 40_000;

    private static final int FULL_A_HIT = 20;
    private static final int FEWEST_FULL = 500;
    private static final int MOST_FULL = 10_000;

    /** Among more posts more codes are as near by chance. */
    private static final int MANY_SELECTED = 200_000;

    /** Whoever excludes many excludes the nearest: those that follow are harder to tell apart. */
    private static final int MANY_EXCLUDED = 1_000;

    /** The estimates err then; the bits still say which posts to estimate. */
    private static final double FULL_BESIDE_EXCLUDED = 2.5;

    /** Few selected posts are compared in full at once. */
    private static final int EXACT_UP_TO = 2;

    /**
     * The depth of a search.
     *
     * @param wanted how many of the nearest
     * @param selected among how many
     * @param excluded ids of how many posts that must not be found
     */
    static Depth of(int wanted, int selected, int excluded) {
        int times = selected > MANY_SELECTED ? 2 : 1;
        double timesInFull = times * (excluded > MANY_EXCLUDED ? FULL_BESIDE_EXCLUDED : 1);
        return new Depth(
                times * Math.min(MOST_BITS, Math.max(FEWEST_BITS, BITS_A_HIT * wanted)),
                (int)
                        (timesInFull
                                * Math.min(MOST_FULL, Math.max(FEWEST_FULL, FULL_A_HIT * wanted))),
                wanted <= 100 ? 0.995 : 0.985);
    }

    boolean isExactCheaper(int selected) {
        return selected <= EXACT_UP_TO * inFull;
    }
}
