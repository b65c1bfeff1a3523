package io.nearline.retrieval.vectors;

/**
 * How many posts are compared in full after their codes were, and what share of the truly nearest
 * is then found. The figures were measured; the decision record of the index says how.
 */
final class Depth {

    /** Selected posts up to so many times the depth are compared in full at once. */
    static final int EXACT_UP_TO = 2;

    private static final int LEAST = 2_000;
    private static final int TIMES_WANTED = 20;

    /** Whoever excludes many excludes the nearest: those that follow are harder to tell apart. */
    private static final int EXCLUDED_SHARE = 5;

    private static final int MOST_FOR_EXCLUDED = 2_000;

    private Depth() {}

    /** Posts to compare in full for so many nearest when so many are excluded. */
    static int of(int wanted, int excluded) {
        return Math.max(LEAST, TIMES_WANTED * wanted)
                + Math.min(MOST_FOR_EXCLUDED, excluded / EXCLUDED_SHARE);
    }

    /** Share of the so many truly nearest to expect among those found. */
    static double expectedRecall(int wanted) {
        return wanted <= 20 ? 0.995 : 0.975;
    }
}
