package io.nearline.operations.rollout;

/**
 * What a model must reach to be promoted.
 *
 * @param coverage least share of live posts with a vector, 0 to 1
 * @param ghosts largest share of posts that it still holds and the other model has withdrawn, 0 to
 *     1
 * @param defects largest share of vectors that no index should hold, 0 to 1
 * @param sharedVectors largest share of vectors that posts of other content have as well, 0 to 1
 * @param neighbourOverlap least share of common neighbours, 0 to 1
 * @param rankCorrelation least Spearman's rho of pair cosines, -1 to 1
 * @param tolerance by how much the quality may be below that of the active model
 */
public record Bars(
        double coverage,
        double ghosts,
        double defects,
        double sharedVectors,
        double neighbourOverlap,
        double rankCorrelation,
        double tolerance) {

    /**
     * Two sound models of one language share about half of their neighbours and rank pairs alike
     * only roughly, so these two bars find a model that is broken, not one that differs.
     */
    public static final Bars DEFAULT = new Bars(0.999, 0, 0, 0.05, 0.3, 0.3, 0.01);
}
