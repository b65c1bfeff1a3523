package io.nearline.embedding.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the graph computes in. */
public enum Precision {

    /** 32-bit floats: a text's vector does not depend on its batch mates, but for rounding. */
    @JsonProperty("fp32")
    FP32(0.9999, 0.999999),

    /**
     * 8-bit integers. Usually their scales are taken while running, over the whole batch: a text's
     * vector depends on its batch mates, so such a model must be given one text a call. See {@link
     * ModelManifest#batchMates()} for those whose scales are fixed.
     *
     * <p>The tolerance is loose because the integer kernels themselves differ between processors:
     * without VNNI instructions intermediate sums saturate, which moves a vector about as far as
     * the quantisation did.
     */
    @JsonProperty("int8")
    INT8(0.97, 0.98);

    private final double goldenCosine;

    private final double optimisedCosine;

    Precision(double goldenCosine, double optimisedCosine) {
        this.goldenCosine = goldenCosine;
        this.optimisedCosine = optimisedCosine;
    }

    /** Least cosine with its golden vector that a healthy machine reaches. */
    public double goldenCosine() {
        return goldenCosine;
    }

    /** Least cosine of an optimised graph's vectors with those of the exported one. */
    public double optimisedCosine() {
        return optimisedCosine;
    }
}
