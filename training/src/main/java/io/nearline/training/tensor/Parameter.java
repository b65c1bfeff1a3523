package io.nearline.training.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Numbers of a model with a name. They learn or are frozen. */
public final class Parameter {
    private final String name;
    private final PtNDArray array;
    private boolean learning;

    Parameter(String name, PtNDArray array) {
        this.name = name;
        this.array = array;
    }

    public String name() {
        return name;
    }

    public long[] shape() {
        return array.getShape().getShape();
    }

    /** How many numbers. */
    public long size() {
        return array.size();
    }

    public boolean isLearning() {
        return learning;
    }

    /** To compute with. */
    public Tensor tensor() {
        return Tensor.of(array);
    }

    /** From now on backward passes leave a gradient here. */
    public void learn() {
        array.setRequiresGradient(true);
        learning = true;
    }

    public void freeze() {
        array.setRequiresGradient(false);
        learning = false;
    }

    /** A copy of the numbers. */
    public float[] values() {
        return array.toFloatArray();
    }

    /** Takes these numbers instead. */
    public void set(float[] values) {
        array.setRequiresGradient(false);
        array.set(values);
        array.setRequiresGradient(learning);
    }

    /** A copy of what the backward passes since the last {@link #clearGradient} have added up. */
    public float[] gradient() {
        try (PtNDArray gradient = nativeGradient()) {
            return gradient.toFloatArray();
        }
    }

    /** Gradients add up until cleared. */
    public void clearGradient() {
        JniUtils.zeroGrad(array);
    }

    /** A new handle at each call, to be closed. */
    PtNDArray nativeGradient() {
        return array.getGradient();
    }

    PtNDArray array() {
        return array;
    }
}
