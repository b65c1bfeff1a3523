package io.nearline.embedding.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the graph computes in. */
public enum Precision {

    /** 32-bit floats: a text's vector does not depend on its batch mates, but for rounding. */
    @JsonProperty("fp32")
    FP32(0.9999, 0.999999, 0.9999),

    /**
     * 8-bit integers. Usually their scales are taken while running, over the whole batch: a text's
     * vector depends on its batch mates, so such a model must be given one text a call. See {@link
     * ModelManifest#batchInvariance()} for those whose scales are fixed.
     *
     * <p>Sums of integers are the same on every processor, for no product can saturate. What is
     * computed in floats before them is not, to the last bit. Rounded to 8 bits, and where scales
     * are taken while running, such a bit moves a vector a little.
     */
    @JsonProperty("int8")
    INT8(0.97, 0.98, 0.992);

    private final double goldenCosine;

    private final double optimisedCosine;

    private final double processorCosine;

    Precision(double goldenCosine, double optimisedCosine, double processorCosine) {
        this.goldenCosine = goldenCosine;
        this.optimisedCosine = optimisedCosine;
        this.processorCosine = processorCosine;
    }

    /** Least cosine with its golden vector of any text, on the machine that packages too. */
    public double goldenCosine() {
        return goldenCosine;
    }

    /** Least cosine of an optimised graph's vectors with those of the exported one. */
    public double optimisedCosine() {
        return optimisedCosine;
    }

    /** Least cosine between one text's vectors on two healthy processors. */
    public double processorCosine() {
        return processorCosine;
    }
}
