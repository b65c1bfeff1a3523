package io.nearline.it.parity;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The straightest way from a text to a vector: tokenizer and graph called directly, one text at a
 * time, nothing of ours in between. What the product gives is compared with this.
 */
final class PlainOnnxModel implements AutoCloseable {
    private static final String MAX_TOKENS = "256";

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final HuggingFaceTokenizer tokenizer;
    private final OrtSession session;

    PlainOnnxModel(Path directory) throws IOException, OrtException {
        tokenizer =
                HuggingFaceTokenizer.newInstance(
                        directory.resolve("tokenizer.json"),
                        Map.of(
                                "padding",
                                "false",
                                "truncation",
                                "true",
                                "maxLength",
                                MAX_TOKENS,
                                "modelMaxLength",
                                MAX_TOKENS));
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            session =
                    environment.createSession(directory.resolve("model.onnx").toString(), options);
        }
    }

    long[] tokens(String text) {
        return tokenizer.encode(text).getIds();
    }

    /** Mean over the tokens, not scaled. */
    float[] mean(String text) throws OrtException {
        float[][] states = run(text);
        float[] mean = new float[states[0].length];
        for (float[] state : states) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += state[i] / states.length;
            }
        }
        return mean;
    }

    /** Vector of the first token, not scaled. */
    float[] first(String text) throws OrtException {
        return run(text)[0];
    }

    private float[][] run(String text) throws OrtException {
        Encoding encoding = tokenizer.encode(text);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            inputs.put("input_ids", row(encoding.getIds()));
            inputs.put("attention_mask", row(encoding.getAttentionMask()));
            inputs.put("token_type_ids", row(encoding.getTypeIds()));
            try (OrtSession.Result result = session.run(inputs)) {
                return ((float[][][]) result.get(0).getValue())[0];
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor row(long[] values) throws OrtException {
        return OnnxTensor.createTensor(environment, new long[][] {values});
    }

    @Override
    public void close() throws OrtException {
        session.close();
        tokenizer.close();
    }
}
