package io.nearline.embedding.engine;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.Processor;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.onnx.IntegerProducts;
import io.nearline.embedding.onnx.SignedWeights;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Why a model of integers misses its golden vectors, where it is the processor's doing. */
final class IntegerRefusal {

    private IntegerRefusal() {}

    /**
     * Looks for the cause.
     *
     * @param bundle what was refused
     * @return the refusal; with its cause, where the products of integers are it
     */
    static ModelRejectedException explain(ModelBundle bundle, ModelRejectedException refusal) {
        if (bundle.manifest().precision() != Precision.INT8) {
            return refusal;
        }
        return switch (IntegerProducts.here()) {
            case EXACT -> refusal;
            case WRONG ->
                    because(
                            "the runtime multiplies integers wrongly on this processor, also those"
                                    + " that must not saturate: serve the fp32 bundle here, or"
                                    + " one made with --calibrate, which another kernel computes",
                            refusal);
            case SATURATING -> saturation(bundle, refusal);
        };
    }

    private static ModelRejectedException saturation(
            ModelBundle bundle, ModelRejectedException refusal) {
        SignedWeights weights;
        try {
            weights = SignedWeights.of(bundle.servedGraph());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return weights.saturating() == 0
                ? refusal
                : because(
                        ("%d products have weights of 8 bits (up to %d), whose sums saturate on a"
                             + " processor without VNNI: package the model again with this release,"
                             + " or serve it on processors with VNNI")
                                .formatted(weights.saturating(), weights.largest()),
                        refusal);
    }

    private static ModelRejectedException because(String cause, ModelRejectedException refusal) {
        return new ModelRejectedException(
                "%s (%s). %s".formatted(cause, Processor.here().summary(), refusal.getMessage()),
                refusal);
    }
}
