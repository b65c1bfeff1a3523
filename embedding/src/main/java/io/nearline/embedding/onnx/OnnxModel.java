package io.nearline.embedding.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import io.nearline.embedding.Device;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.embedding.UnhealthyVectorException;
import io.nearline.embedding.batch.TokenBatch;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.ServedGraph;
import io.nearline.embedding.vector.Pooling;
import io.nearline.embedding.vector.UnitLength;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A bundle's graph with its pooling and normalisation. Safe for use by many threads; owns native
 * memory.
 */
public final class OnnxModel implements AutoCloseable {

    private final OnnxSession session;
    private final ModelManifest manifest;
    private final ServedGraph graph;

    private OnnxModel(OnnxSession session, ModelManifest manifest) {
        this.session = session;
        this.manifest = manifest;
        this.graph = manifest.served();
    }

    /** As {@link #open(ModelBundle, Device)}, for the processors. */
    public static OnnxModel open(ModelBundle bundle) {
        return open(bundle, Device.PROCESSORS);
    }

    /**
     * Loads the graph and compares it with the manifest.
     *
     * @throws ModelRejectedException if it cannot be loaded or does not fit, or if the device is
     *     not to be had
     */
    public static OnnxModel open(ModelBundle bundle, Device device) {
        OnnxSession session = OnnxSession.open(bundle.servedGraph(), device);
        try {
            ModelInspection.require(bundle.manifest(), session.signature());
        } catch (ModelRejectedException e) {
            session.close();
            throw e;
        }
        return new OnnxModel(session, bundle.manifest());
    }

    /**
     * Computes one vector per text of the batch, in its order.
     *
     * @param batch texts of one length, if the served graph has no mask
     * @throws UnembeddableTextException if the model refuses the batch's content; it does not say
     *     which text is at fault
     * @throws UnhealthyVectorException if a vector is not finite or of length 0
     * @throws RetryableEmbeddingException if the runtime failed for another reason
     */
    public List<float[]> vectors(TokenBatch batch) {
        requireLength(batch);
        long[] shape = {batch.rows(), batch.width()};
        try {
            return session.run(inputs(batch), shape, graph.output(), output -> pool(output, batch));
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        session.close();
    }

    private Map<String, long[]> inputs(TokenBatch batch) {
        Map<String, long[]> inputs = new HashMap<>();
        GraphInputs names = graph.inputs();
        inputs.put(names.ids(), batch.ids());
        names.padding().ifPresent(name -> inputs.put(name, batch.mask()));
        names.segments()
                .ifPresent(name -> inputs.put(name, new long[batch.rows() * batch.width()]));
        return inputs;
    }

    private List<float[]> pool(OnnxTensor output, TokenBatch batch) {
        requireShape(output.getInfo(), batch);
        float[] values = output.getFloatBuffer().array();
        int stride = values.length / batch.rows();
        List<float[]> vectors = new ArrayList<>(batch.rows());
        for (int row = 0; row < batch.rows(); row++) {
            vectors.add(
                    finish(
                            graph.pooling()
                                    .pool(
                                            values,
                                            row * stride,
                                            batch.tokens(row),
                                            manifest.dimensions())));
        }
        return vectors;
    }

    private void requireLength(TokenBatch batch) {
        if (batch.isPadded() && graph.inputs().padding().isEmpty()) {
            throw new IllegalArgumentException(
                    "texts of different lengths for "
                            + graph.file()
                            + ", which takes no mask: give it one text a call");
        }
    }

    /** The graph's declared shape leaves dimensions open, so what comes out is compared as well. */
    private void requireShape(TensorInfo found, TokenBatch batch) {
        long perText = graph.pooling() == Pooling.NONE ? 1 : batch.width();
        if (found.getNumElements() != batch.rows() * perText * manifest.dimensions()) {
            throw new RetryableEmbeddingException(
                    "the model gave "
                            + found
                            + " for "
                            + batch.rows()
                            + " texts of "
                            + batch.width()
                            + " tokens, not "
                            + manifest.dimensions()
                            + " numbers each");
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
