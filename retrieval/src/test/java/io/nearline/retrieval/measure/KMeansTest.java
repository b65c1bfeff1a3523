package io.nearline.retrieval.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KMeansTest {

    @Test
    void findsGroupsThatLieApartAndAlwaysTheSameWay() {
        Random random = new Random(7);
        List<float[]> vectors = new ArrayList<>();
        int[] groups = IntStream.range(0, 60).map(i -> i % 3).toArray();
        for (int group : groups) {
            float[] vector = new float[3];
            vector[group] = 1;
            for (int i = 0; i < 3; i++) {
                vector[i] += (float) (0.1 * random.nextGaussian());
            }
            vectors.add(vector);
        }

        int[] clusters = KMeans.clusters(vectors, 3);

        assertThat(VMeasure.of(groups, clusters)).isGreaterThan(0.999);
        assertThat(KMeans.clusters(vectors, 3)).isEqualTo(clusters);
    }
}
