package io.nearline.retrieval.vectors;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Vectors for measurements, of the file that {@link EmbedPosts} writes. Some are held out as
 * queries. Beyond the vectors of the file come perturbed copies: a copy, and 0.4 of another one, of
 * length 1.
 */
final class FigureVectors {

    private static final float MIX = 0.4f;

    private final Random random = new Random(11);
    private final List<float[]> real = new ArrayList<>();
    private final List<float[]> queries = new ArrayList<>();

    FigureVectors(Path file, int queryCount) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            int dimensions = in.readInt();
            long vectors = (Files.size(file) - Integer.BYTES) / dimensions / Float.BYTES;
            for (int i = 0; i < vectors; i++) {
                float[] vector = new float[dimensions];
                for (int j = 0; j < dimensions; j++) {
                    vector[j] = in.readFloat();
                }
                boolean heldOut = queries.size() < queryCount && i % (vectors / queryCount) == 0;
                (heldOut ? queries : real).add(vector);
            }
        }
    }

    List<float[]> queries() {
        return queries;
    }

    int real() {
        return real.size();
    }

    int dimensions() {
        return real.get(0).length;
    }

    /** The vector of a post: real ones first, then perturbed copies. */
    float[] of(int post) {
        return post < real.size() ? real.get(post) : perturbed();
    }

    float[] perturbed() {
        float[] one = real.get(random.nextInt(real.size()));
        float[] other = real.get(random.nextInt(real.size()));
        float[] mixed = new float[one.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = one[i] + MIX * other[i];
        }
        float factor = VectorSet.factor(mixed);
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] *= factor;
        }
        return mixed;
    }
}
