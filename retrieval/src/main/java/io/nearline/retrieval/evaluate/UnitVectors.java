package io.nearline.retrieval.evaluate;

import io.nearline.embedding.vector.UnitLength;
import java.util.List;

/** Vectors of length 1, of which the cosine is the product. */
final class UnitVectors {

    private UnitVectors() {}

    /** Scales the vectors in place. */
    static List<float[]> of(List<float[]> vectors) {
        for (float[] vector : vectors) {
            UnitLength.scale(vector, UnitLength.lengthOf(vector));
        }
        return vectors;
    }

    static float product(float[] one, float[] other) {
        float product = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
        }
        return product;
    }
}
