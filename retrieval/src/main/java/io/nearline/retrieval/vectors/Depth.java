package io.nearline.retrieval.vectors;

/**
 * How many posts are compared in full after their codes were, and what share of the truly nearest
 * is then found. The figures were measured; the decision record of the index says how.
 */
final class Depth {

    /** Selected posts up to so many times the depth are compared in full at once. */
    static final int EXACT_UP_TO = 2;

    private static final int LEAST = 1_000;
    private static final int TIMES_WANTED = 5;

    private Depth() {}

    /** Posts to compare in full for so many nearest. */
    static int of(int wanted) {
        return Math.max(LEAST, TIMES_WANTED * wanted);
    }

    /** Share of the so many truly nearest to expect among those found. */
    static double expectedRecall(int wanted) {
        return wanted <= 100 ? 0.995 : 0.99;
    }
}
