package io.nearline.packaging;

import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.onnx.SignedWeights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells a quantised graph from a plain one by the operators it is made of. */
final class GraphPrecision {
    private static final List<String> QUANTISED =
            List.of(
                    "DynamicQuantizeLinear",
                    "DynamicQuantizeMatMul",
                    "MatMulInteger",
                    "MatMulIntegerToFloat",
                    "QLinearMatMul",
                    "QuantizeLinear");

    /** Tag of a node's operator type in the file format: field 4, length-delimited. */
    private static final byte OPERATOR_TAG = 4 << 3 | 2;

    private static final int CHUNK = 1 << 20;

    /** Longer than any mark, so that none is lost between two chunks. */
    private static final int OVERLAP = 64;

    private GraphPrecision() {}

    static Inferred<Precision> of(Path graph) throws IOException {
        try (InputStream file = Files.newInputStream(graph)) {
            byte[] window = new byte[OVERLAP + CHUNK];
            int kept = 0;
            for (int read; (read = file.readNBytes(window, kept, CHUNK)) > 0; ) {
                int filled = kept + read;
                String text = new String(window, 0, filled, StandardCharsets.ISO_8859_1);
                for (String operator : QUANTISED) {
                    if (text.contains(mark(operator))) {
                        return new Inferred<>(
                                Precision.INT8, "the graph has " + operator + weights(graph));
                    }
                }
                kept = Math.min(OVERLAP, filled);
                System.arraycopy(window, filled - kept, window, 0, kept);
            }
        }
        return new Inferred<>(Precision.FP32, "the graph has no quantised operators");
    }

    /** What becomes of weights that would saturate somewhere; empty if none would. */
    private static String weights(Path graph) throws IOException {
        SignedWeights weights = SignedWeights.of(graph);
        return weights.saturating() == 0
                ? ""
                : ("; %d products have weights of 8 bits (up to %d), whose sums saturate on"
                       + " processors without VNNI: the bundle has them unsigned, which is exact"
                       + " everywhere and slower there; an export with reduce_range=True, or"
                       + " --calibrate on the fp32 graph, is not")
                        .formatted(weights.saturating(), weights.largest());
    }

    private static String mark(String operator) {
        return "" + (char) OPERATOR_TAG + (char) operator.length() + operator;
    }
}
