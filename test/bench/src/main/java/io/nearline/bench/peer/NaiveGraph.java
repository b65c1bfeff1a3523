package io.nearline.bench.peer;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.nearline.embedding.bundle.GraphInputs;
import java.util.HashMap;
import java.util.Map;

/** Runs a graph with arrays of arrays in and out, and pools in Java. */
final class NaiveGraph implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final GraphInputs inputs;

    NaiveGraph(OrtEnvironment environment, OrtSession session, GraphInputs inputs) {
        this.environment = environment;
        this.session = session;
        this.inputs = inputs;
    }

    float[] vector(Encoding encoding) throws OrtException {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        tensors.put(inputs.ids(), tensor(encoding.getIds()));
        if (inputs.padding().isPresent()) {
            tensors.put(inputs.padding().get(), tensor(encoding.getAttentionMask()));
        }
        if (inputs.segments().isPresent()) {
            tensors.put(inputs.segments().get(), tensor(encoding.getTypeIds()));
        }
        try (OrtSession.Result result = session.run(tensors)) {
            float[][][] states = (float[][][]) result.get(0).getValue();
            return mean(states[0]);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, new long[][] {values});
    }

    private static float[] mean(float[][] tokens) {
        float[] mean = new float[tokens[0].length];
        for (float[] token : tokens) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += token[i] / tokens.length;
            }
        }
        double squares = 0;
        for (float value : mean) {
            squares += value * value;
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= (float) Math.sqrt(squares);
        }
        return mean;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
