package io.nearline.embedding.onnx;

import ai.onnxruntime.OrtException;
import io.nearline.embedding.Device;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.UnhealthyVectorException;
import io.nearline.embedding.batch.TokenBatch;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.ModelOutput;
import io.nearline.embedding.bundle.ServedGraph;
import io.nearline.embedding.vector.Pooling;
import io.nearline.embedding.vector.RowLayout;
import io.nearline.embedding.vector.UnitLength;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bundle's graph with its pooling and normalisation. Safe for use by many threads; owns native
 * memory.
 */
public final class OnnxModel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OnnxModel.class);

    private final OnnxSession session;
    private final ModelManifest manifest;
    private final ServedGraph graph;
    private final Device device;
    private final FurtherVectors further;

    /** As many as there were runs at once. */
    private final ConcurrentLinkedDeque<StoppableRun> idle = new ConcurrentLinkedDeque<>();

    private final Map<Thread, StoppableRun> running = new ConcurrentHashMap<>();

    private OnnxModel(
            OnnxSession session, ModelManifest manifest, Device device, List<ModelOutput> outputs) {
        this.session = session;
        this.device = device;
        this.manifest = manifest;
        this.graph = manifest.served();
        this.further = new FurtherVectors(manifest, outputs);
    }

    /** For the processors, with all further outputs of the model. */
    public static OnnxModel open(ModelBundle bundle) {
        return open(bundle, Device.PROCESSORS, bundle.manifest().outputs());
    }

    /**
     * Loads the graph and compares it with the manifest.
     *
     * @param outputs the further outputs to compute, of the manifest's
     * @throws ModelRejectedException if it cannot be loaded or does not fit, or if the device is
     *     not to be had
     */
    public static OnnxModel open(ModelBundle bundle, Device device, List<ModelOutput> outputs) {
        OnnxSession session = OnnxSession.open(bundle.servedGraph(), device);
        try {
            ModelInspection.require(bundle.manifest(), session.signature());
        } catch (ModelRejectedException e) {
            session.close();
            throw e;
        }
        return new OnnxModel(session, bundle.manifest(), device, outputs);
    }

    /** What stands where in a text's row. */
    public RowLayout layout() {
        return further.layout();
    }

    /**
     * Computes one row per text of the batch, in its order: its vector, and behind it those of the
     * further outputs.
     *
     * @param batch texts of one length, if the served graph has no mask
     * @throws UnembeddableTextException if the model refuses the batch's content; it does not say
     *     which text is at fault
     * @throws UnhealthyVectorException if a vector is not finite or of length 0
     * @throws RetryableEmbeddingException if the runtime failed for another reason
     */
    public List<float[]> vectors(TokenBatch batch) {
        requireLength(batch);
        try {
            StoppableRun run = begin();
            try {
                return vectors(batch, run);
            } finally {
                end(run);
            }
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    /**
     * Tells the run that {@code thread} is in to end early, by failing; harmless if it is in none.
     * ONNX Runtime looks before each operator, so one that hangs itself goes on.
     */
    public void terminate(Thread thread) {
        StoppableRun run = running.get(thread);
        if (run == null) {
            return;
        }
        try {
            run.stop();
        } catch (OrtException e) {
            LOG.warn("ONNX Runtime could not be told to end a run: {}", e.getCode());
        }
    }

    /** Whether no GPU computes it. */
    public boolean isOnProcessors() {
        return !device.isGpu();
    }

    @Override
    public void close() {
        idle.forEach(StoppableRun::close);
        idle.clear();
        session.close();
    }

    private StoppableRun begin() throws OrtException {
        StoppableRun known = idle.poll();
        StoppableRun run = known == null ? new StoppableRun() : known;
        run.begin();
        running.put(Thread.currentThread(), run);
        return run;
    }

    private void end(StoppableRun run) {
        running.remove(Thread.currentThread());
        if (run.end()) {
            idle.push(run);
        } else {
            run.close();
        }
    }

    private List<float[]> vectors(TokenBatch batch, StoppableRun run) throws OrtException {
        RunBuffers buffers = run.buffers();
        int rows = batch.rows();
        int dimensions = manifest.dimensions();
        boolean pooled = graph.pooling() == Pooling.NONE;
        int stride = pooled ? dimensions : batch.width() * dimensions;
        long[] outputShape =
                pooled
                        ? new long[] {rows, dimensions}
                        : new long[] {rows, batch.width(), dimensions};
        if (further.areNone()) {
            session.run(
                    inputs(batch, buffers),
                    new long[] {rows, batch.width()},
                    graph.output(),
                    buffers.output(rows * stride),
                    outputShape,
                    run.options());
        } else {
            List<PinnedOutput> outputs = further.pinned(batch, buffers);
            outputs.add(
                    new PinnedOutput(graph.output(), buffers.output(rows * stride), outputShape));
            session.run(
                    inputs(batch, buffers),
                    new long[] {rows, batch.width()},
                    outputs,
                    run.options());
        }
        float[] values = buffers.values();
        List<float[]> vectors = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            vectors.add(
                    finish(
                            graph.pooling()
                                    .pool(values, row * stride, batch.tokens(row), dimensions)));
        }
        return further.areNone() ? vectors : further.rows(vectors, batch, buffers, this::finish);
    }

    private Map<String, LongBuffer> inputs(TokenBatch batch, RunBuffers buffers) {
        GraphInputs names = graph.inputs();
        int cells = batch.rows() * batch.width();
        Map<String, LongBuffer> inputs = new HashMap<>();
        inputs.put(names.ids(), batch.writeIds(buffers.ids(cells)));
        names.padding().ifPresent(name -> inputs.put(name, batch.writeMask(buffers.mask(cells))));
        names.segments().ifPresent(name -> inputs.put(name, buffers.zeros(cells)));
        return inputs;
    }

    private void requireLength(TokenBatch batch) {
        if (batch.isPadded() && graph.inputs().padding().isEmpty()) {
            throw new IllegalArgumentException(
                    "texts of different lengths for "
                            + graph.file()
                            + ", which takes no mask: give it texts of one length");
        }
    }

    private float[] finish(float[] vector) {
        double length = UnitLength.lengthOf(vector);
        if (!(length > 0) || Double.isInfinite(length)) {
            throw UnhealthyVectorException.ofLength(length);
        }
        if (manifest.normalise()) {
            UnitLength.scale(vector, length);
        }
        return vector;
    }

    private static RuntimeException failure(OrtException e) {
        String reason = "ONNX Runtime failed with " + e.getCode();
        return switch (e.getCode()) {
            // Such as a token id beyond the model's vocabulary: it will fail again.
            case ORT_INVALID_ARGUMENT -> new UnembeddableTextException(reason, e);
            default -> new RetryableEmbeddingException(reason, e);
        };
    }
}
