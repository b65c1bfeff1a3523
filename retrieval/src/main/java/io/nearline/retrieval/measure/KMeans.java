package io.nearline.retrieval.measure;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.MultiKMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;

/**
 * Puts vectors into clusters: Lloyd's algorithm with the seeding of D. Arthur and S. Vassilvitskii,
 * "k-means++: the advantages of careful seeding", 2007. Of a few starts the tightest result counts.
 * The seed is fixed, so the same vectors give the same clusters.
 */
public final class KMeans {

    private static final int STARTS = 3;
    private static final int MOST_STEPS = 100;
    private static final int SEED = 42;

    private KMeans() {}

    /**
     * The cluster of each vector, 0 to {@code count - 1}.
     *
     * @param vectors of one size; on vectors of length 1 distance and cosine give the same order
     * @param count how many clusters, at most the number of vectors
     */
    public static int[] clusters(List<float[]> vectors, int count) {
        List<Item> items = new ArrayList<>();
        for (float[] vector : vectors) {
            items.add(new Item(items.size(), widened(vector)));
        }
        List<CentroidCluster<Item>> clusters =
                new MultiKMeansPlusPlusClusterer<>(
                                new KMeansPlusPlusClusterer<Item>(
                                        count,
                                        MOST_STEPS,
                                        new EuclideanDistance(),
                                        new Well19937c(SEED)),
                                STARTS)
                        .cluster(items);
        int[] of = new int[items.size()];
        for (int cluster = 0; cluster < clusters.size(); cluster++) {
            for (Item item : clusters.get(cluster).getPoints()) {
                of[item.number()] = cluster;
            }
        }
        return of;
    }

    private static double[] widened(float[] vector) {
        double[] wide = new double[vector.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = vector[i];
        }
        return wide;
    }

    private record Item(int number, double[] vector) implements Clusterable {
        @Override
        public double[] getPoint() {
            return vector;
        }
    }
}
