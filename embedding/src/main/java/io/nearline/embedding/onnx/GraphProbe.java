package io.nearline.embedding.onnx;

import ai.onnxruntime.OrtException;
import io.nearline.embedding.Device;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.batch.TokenBatch;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.tokenize.TokenIds;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A graph without a mask whose values are looked at, text by text. Owns native memory. */
public final class GraphProbe implements AutoCloseable {

    private final OnnxSession session;
    private final GraphInputs inputs;
    private final RunBuffers buffers = new RunBuffers();

    private GraphProbe(OnnxSession session, GraphInputs inputs) {
        this.session = session;
        this.inputs = inputs;
    }

    /** Is shown what a run computed. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * Looks at one value.
         *
         * @param channels its last dimension
         * @param numbers its rows, one after the other
         */
        void see(String value, int channels, float[] numbers);
    }

    /**
     * Loads the graph.
     *
     * @throws ModelRejectedException if it cannot be loaded
     */
    public static GraphProbe open(Path graph, GraphInputs inputs) {
        return new GraphProbe(OnnxSession.open(graph, Device.PROCESSORS), inputs);
    }

    /**
     * Runs one text.
     *
     * @param values names of the outputs to look at
     * @throws ModelRejectedException if the graph fails on it
     */
    public void run(TokenIds text, Set<String> values, Watcher watcher) {
        TokenBatch batch = new TokenBatch(List.of(text), 0);
        int cells = batch.width();
        LongBuffer ids = batch.writeIds(buffers.ids(cells));
        Map<String, LongBuffer> fed =
                inputs.segments()
                        .map(types -> Map.of(inputs.ids(), ids, types, buffers.zeros(cells)))
                        .orElse(Map.of(inputs.ids(), ids));
        try {
            session.watch(fed, new long[] {1, cells}, values, watcher);
        } catch (OrtException e) {
            throw new ModelRejectedException(
                    "the graph fails on a text of "
                            + cells
                            + " tokens ("
                            + e.getCode()
                            + "): ask for fewer max tokens, or check that tokenizer.json belongs"
                            + " to the graph",
                    e);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
