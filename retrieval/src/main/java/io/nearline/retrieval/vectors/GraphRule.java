package io.nearline.retrieval.vectors;

/**
 * When a graph of neighbours is made, and which searches go along it. The figures behind the
 * numbers are in the decision record of the index.
 */
final class GraphRule {

    /**
     * Share of the truly nearest found along a graph, up to {@link #MOST_WANTED} wanted: 0.983 of
     * ten, among 90,000 vectors of posts.
     */
    static final double EXPECTED_RECALL = 0.98;

    /** A scan of fewer posts takes less than a walk, and needs no graph. */
    private static final int AUTO_FROM = 2_000_000;

    /** Of fewer posts a graph says nothing that a scan would not say at once. */
    private static final int HNSW_FROM = 10_000;

    /** Of fewer a walk meets mostly posts that are not selected; a scan skips them. */
    private static final int SELECTED_SHARE = 10;

    /** So many times what is wanted, since a walk that keeps no more finds 0.85 of it. */
    private static final int TIMES = 4;

    private static final int FEWEST = 200;

    /** A walk that keeps thousands takes longer than a scan. */
    private static final int MOST_WANTED = 100;

    /** Changes since the graph was made, per post held, after which it is made anew. */
    private static final int CHANGED_SHARE = 10;

    /** Where more lies beside the graph a scan of everything is as good. */
    private static final int BESIDE_SHARE = 4;

    private GraphRule() {}

    /** Whether a set is to have a graph. */
    static boolean makes(Approach approach, VectorSet set) {
        return switch (approach) {
                    case SCAN -> false;
                    case HNSW -> set.size() >= HNSW_FROM;
                    case AUTO -> set.size() >= AUTO_FROM;
                }
                && set.dimensions() <= HnswGraph.MOST_DIMENSIONS;
    }

    /** Whether a set has changed so much that its graph is to be made anew. */
    static boolean isOld(long updatesSince, int held) {
        return updatesSince > held / CHANGED_SHARE;
    }

    /** Whether a search of so many of these goes along the graph. */
    static boolean suits(Approach approach, int wanted, Selected selected) {
        return approach != Approach.SCAN
                && wanted <= MOST_WANTED
                && selected.count() >= selected.moment().held() / SELECTED_SHARE
                && (approach == Approach.HNSW || selected.count() >= AUTO_FROM);
    }

    /** Whether most of the selected posts are in the graph. */
    static boolean covers(Selected selected, Selected beside) {
        return beside.count() <= selected.count() / BESIDE_SHARE;
    }

    /** Candidates that a walk keeps. */
    static int candidates(int wanted) {
        return Math.max(FEWEST, TIMES * wanted);
    }
}
