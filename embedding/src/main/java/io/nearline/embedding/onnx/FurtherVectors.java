package io.nearline.embedding.onnx;

import io.nearline.embedding.batch.TokenBatch;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.ModelOutput;
import io.nearline.embedding.bundle.ServedOutput;
import io.nearline.embedding.vector.Pooling;
import io.nearline.embedding.vector.RowLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Puts a model's further outputs behind its main vector. */
final class FurtherVectors {

    private final List<ModelOutput> outputs;
    private final Map<String, ServedOutput> ofGraph = new LinkedHashMap<>();
    private final String mainOutput;
    private final int dimensions;
    private final int width;
    private final RowLayout layout;

    /**
     * @param outputs those to compute, of the manifest's; none leaves every row as it is
     */
    FurtherVectors(ModelManifest manifest, List<ModelOutput> outputs) {
        this.outputs = List.copyOf(outputs);
        this.mainOutput = manifest.served().output();
        this.dimensions = manifest.dimensions();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (ModelOutput output : outputs) {
            sizes.put(output.name(), output.size());
            if (!output.isBeginning()) {
                ofGraph.put(output.name(), manifest.served(output));
            }
        }
        this.width = dimensions + sizes.values().stream().mapToInt(Integer::intValue).sum();
        this.layout = RowLayout.of(dimensions, sizes);
    }

    RowLayout layout() {
        return layout;
    }

    boolean areNone() {
        return outputs.isEmpty();
    }

    /**
     * Places for the graph's outputs that a run has to give beside the main one. Several vectors
     * may be pooled of one output.
     */
    List<PinnedOutput> pinned(TokenBatch batch, RunBuffers buffers) {
        Map<String, PinnedOutput> pinned = new LinkedHashMap<>();
        for (ServedOutput output : ofGraph.values()) {
            if (!output.name().equals(mainOutput)) {
                long[] shape = shape(output, batch);
                FloatBuffer place = buffers.further(output.name(), count(shape));
                pinned.put(output.name(), new PinnedOutput(output.name(), place, shape));
            }
        }
        return new ArrayList<>(pinned.values());
    }

    /**
     * The batch's rows.
     *
     * @param vectors the main vectors, as they are served
     * @param buffers of the run that gave them
     * @param finish gives a vector its length, or refuses it
     */
    List<float[]> rows(
            List<float[]> vectors,
            TokenBatch batch,
            RunBuffers buffers,
            UnaryOperator<float[]> finish) {
        Map<String, float[]> values = new LinkedHashMap<>();
        for (ServedOutput output : ofGraph.values()) {
            values.computeIfAbsent(
                    output.name(),
                    name ->
                            name.equals(mainOutput)
                                    ? buffers.values()
                                    : buffers.furtherValues(name));
        }
        List<float[]> rows = new ArrayList<>(vectors.size());
        for (int i = 0; i < vectors.size(); i++) {
            float[] row = Arrays.copyOf(vectors.get(i), width);
            int start = dimensions;
            for (ModelOutput output : outputs) {
                float[] further =
                        output.isBeginning()
                                ? Arrays.copyOf(vectors.get(i), output.size())
                                : pooled(output, values, batch, i);
                System.arraycopy(finish.apply(further), 0, row, start, output.size());
                start += output.size();
            }
            rows.add(row);
        }
        return rows;
    }

    private float[] pooled(
            ModelOutput output, Map<String, float[]> values, TokenBatch batch, int text) {
        ServedOutput served = Objects.requireNonNull(ofGraph.get(output.name()));
        long[] one = shape(served, batch);
        one[0] = 1;
        return served.pooling()
                .pool(
                        Objects.requireNonNull(values.get(served.name())),
                        text * count(one),
                        batch.tokens(text),
                        served.dimensions());
    }

    private static long[] shape(ServedOutput output, TokenBatch batch) {
        return output.pooling() == Pooling.NONE
                ? new long[] {batch.rows(), output.dimensions()}
                : new long[] {batch.rows(), batch.width(), output.dimensions()};
    }

    private static int count(long[] shape) {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }
}
