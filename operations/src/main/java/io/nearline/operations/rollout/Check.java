package io.nearline.operations.rollout;

/** What is looked at before a model is promoted, in the order in which it is reported. */
public enum Check {
    /** The live job embeds every new post with it. */
    SERVING("serving"),
    /** Worst cosine with the golden vectors of its bundle, computed on this machine. */
    GOLDEN_PARITY("golden-parity"),
    /** Share of live posts that have a vector of it, at their newest revision. */
    COVERAGE("coverage"),
    /** Share of the posts it holds that the active model has withdrawn since. */
    GHOSTS("ghosts"),
    /** Share of its vectors that no index should hold. */
    VECTOR_HEALTH("vector-health"),
    /** Share of its vectors that posts of other content have as well. */
    SHARED_VECTORS("shared-vectors"),
    /** Share of a post's ten nearest neighbours that both models agree on. */
    NEIGHBOUR_OVERLAP("neighbour-overlap"),
    /** Spearman's rho between the two models' cosines of the same pairs of posts. */
    RANK_CORRELATION("rank-correlation"),
    /** Spearman's rho between its cosines and people's scores of labelled pairs. */
    QUALITY("quality");

    private final String label;

    Check(String label) {
        this.label = label;
    }

    /** The name of the check in tables, in JSON and in the figures of a decision. */
    public String label() {
        return label;
    }
}
