package io.nearline.retrieval.measure;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How well clusters match known classes (A. Rosenberg, J. Hirschberg, "V-Measure: a conditional
 * entropy-based external cluster evaluation measure", 2007).
 */
public final class VMeasure {

    private VMeasure() {}

    /**
     * The harmonic mean of homogeneity (a cluster holds one class) and completeness (a class is in
     * one cluster), 0 to 1. It does not depend on which cluster has which number.
     *
     * @param classes the true class of each item
     * @param clusters the cluster of each item, in the same order
     */
    public static double of(int[] classes, int[] clusters) {
        if (classes.length != clusters.length || classes.length == 0) {
            throw new IllegalArgumentException(
                    "%d classes and %d clusters: one of each an item, and at least one item"
                            .formatted(classes.length, clusters.length));
        }
        Map<Integer, Integer> ofClass = new HashMap<>();
        Map<Integer, Integer> ofCluster = new HashMap<>();
        Map<Long, Integer> ofBoth = new HashMap<>();
        for (int i = 0; i < classes.length; i++) {
            ofClass.merge(classes[i], 1, Integer::sum);
            ofCluster.merge(clusters[i], 1, Integer::sum);
            ofBoth.merge(((long) classes[i] << 32) | (clusters[i] & 0xffffffffL), 1, Integer::sum);
        }
        double classEntropy = entropy(ofClass.values(), classes.length);
        double clusterEntropy = entropy(ofCluster.values(), classes.length);
        double shared = classEntropy + clusterEntropy - entropy(ofBoth.values(), classes.length);
        double homogeneity = classEntropy == 0 ? 1 : shared / classEntropy;
        double completeness = clusterEntropy == 0 ? 1 : shared / clusterEntropy;
        return homogeneity + completeness == 0
                ? 0
                : 2 * homogeneity * completeness / (homogeneity + completeness);
    }

    private static double entropy(Collection<Integer> counts, double all) {
        return counts.stream().mapToDouble(count -> -count / all * Math.log(count / all)).sum();
    }
}
