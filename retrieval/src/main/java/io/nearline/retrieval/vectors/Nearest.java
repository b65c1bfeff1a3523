package io.nearline.retrieval.vectors;

import io.nearline.retrieval.search.Plan.Method;
import java.util.List;

/**
 * The nearest posts and how they were found.
 *
 * @param neighbours nearest first
 * @param method how vectors were compared
 * @param compared vectors compared in full
 * @param expectedRecall share of the truly nearest among them that is to be expected
 */
public record Nearest(
        List<Neighbour> neighbours, Method method, long compared, double expectedRecall) {}
