package io.nearline.embedding.vector;

import io.nearline.embedding.NamedVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a text's vectors stand in the one row of numbers that a model gives for it: the main vector
 * first, then the further ones in order. A row of one vector is that vector, and nothing is copied.
 */
public final class RowLayout {

    /** A row is the vector. */
    public static final RowLayout ONE_VECTOR = new RowLayout(0, Map.of());

    private final int dimensions;
    private final Map<String, Integer> further;

    private RowLayout(int dimensions, Map<String, Integer> further) {
        this.dimensions = dimensions;
        this.further = further;
    }

    /**
     * A layout.
     *
     * @param dimensions length of the main vector
     * @param further names and sizes of those behind it, in their order
     */
    public static RowLayout of(int dimensions, Map<String, Integer> further) {
        return further.isEmpty()
                ? ONE_VECTOR
                : new RowLayout(dimensions, new LinkedHashMap<>(further));
    }

    /** Names and sizes of the further vectors, in their order. */
    public Map<String, Integer> further() {
        return further;
    }

    /** The main vector. */
    public float[] main(float[] row) {
        return further.isEmpty() ? row : Arrays.copyOf(row, dimensions);
    }

    /** The further vectors. */
    public List<NamedVector> further(float[] row) {
        if (further.isEmpty()) {
            return List.of();
        }
        List<NamedVector> vectors = new ArrayList<>(further.size());
        int start = dimensions;
        for (Map.Entry<String, Integer> output : further.entrySet()) {
            int end = start + output.getValue();
            vectors.add(new NamedVector(output.getKey(), Arrays.copyOfRange(row, start, end)));
            start = end;
        }
        return vectors;
    }
}
