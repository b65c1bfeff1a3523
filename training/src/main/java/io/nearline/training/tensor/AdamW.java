package io.nearline.training.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019), over parameters that learn.
 * Matrices decay; biases and normalisation do not. A parameter that no text of a step has read
 * stays as it is with its moments, and its bias correction counts the steps that read it. Owns two
 * tensors a parameter, in the scope that it was made in.
 */
public final class AdamW {
    private static final float MEAN_KEPT = 0.9f;
    private static final float VARIANCE_KEPT = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final List<Moments> moments = new ArrayList<>();
    private final float decay;
    private final float longest;
    private int updates;

    private static final class Moments {
        private final Parameter parameter;
        private final PtNDArray mean;
        private final PtNDArray variance;

        /** What the rate of an update is multiplied with. */
        private final double factor;

        /** Steps that have read the parameter. */
        private int reads;

        Moments(Parameter parameter, double factor, PtNDArray mean, PtNDArray variance) {
            this.parameter = parameter;
            this.factor = factor;
            this.mean = mean;
            this.variance = variance;
        }
    }

    /** The state of one parameter. */
    public record State(float[] values, float[] mean, float[] variance) {}

    /**
     * For these parameters.
     *
     * @param decay share of its value that a weight loses per update, times the rate
     * @param longest length that the gradient of all parameters is clipped to
     */
    public AdamW(Scope scope, List<Parameter> parameters, float decay, float longest) {
        this(scope, parameters, decay, longest, parameter -> 1);
    }

    /**
     * As {@link #AdamW(Scope, List, float, float)}.
     *
     * @param factors what the rate of an update is multiplied with, for each parameter
     */
    public AdamW(
            Scope scope,
            List<Parameter> parameters,
            float decay,
            float longest,
            ToDoubleFunction<Parameter> factors) {
        this.decay = decay;
        this.longest = longest;
        for (Parameter parameter : parameters) {
            PtNDArray array = parameter.array();
            moments.add(
                    new Moments(
                            parameter,
                            factors.applyAsDouble(parameter),
                            scope.zeros(array),
                            scope.zeros(array)));
        }
    }

    /** How often {@link #update} has changed the parameters. */
    public int updates() {
        return updates;
    }

    /**
     * Follows the gradients one step and clears them; every parameter was read.
     *
     * @param rate of this update
     * @return the gradient's length before clipping; if it is not finite, nothing has changed
     */
    public double update(double rate) {
        return update(rate, parameter -> true);
    }

    /**
     * As {@link #update(double)}.
     *
     * @param isRead whether a text of the step has read a parameter; others may have no gradient
     */
    public double update(double rate, Predicate<Parameter> isRead) {
        List<Moments> read = moments.stream().filter(one -> isRead.test(one.parameter)).toList();
        double length = Math.sqrt(read.stream().mapToDouble(AdamW::gradientSquares).sum());
        if (Double.isFinite(length)) {
            updates++;
            float clipped = (float) Math.min(1, longest / Math.max(length, Float.MIN_NORMAL));
            read.forEach(one -> update(one, rate * one.factor, clipped));
        }
        read.forEach(one -> one.parameter.clearGradient());
        return length;
    }

    private void update(Moments one, double rate, float clipped) {
        one.reads++;
        double meanBias = 1 - Math.pow(MEAN_KEPT, one.reads);
        double varianceBias = 1 - Math.pow(VARIANCE_KEPT, one.reads);
        update(one, (float) rate, (float) (rate * Math.sqrt(varianceBias) / meanBias), clipped);
    }

    private void update(Moments one, float rate, float corrected, float clipped) {
        boolean matrix = one.parameter.shape().length > 1;
        boolean recording = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try (PtNDArray gradient = one.parameter.nativeGradient()) {
            JniUtils.adamUpdate(
                    one.parameter.array(),
                    gradient,
                    one.mean,
                    one.variance,
                    rate,
                    corrected,
                    matrix ? decay : 0,
                    clipped,
                    -1,
                    MEAN_KEPT,
                    VARIANCE_KEPT,
                    EPSILON,
                    true);
        } finally {
            JniUtils.setGradMode(recording);
        }
    }

    private static double gradientSquares(Moments one) {
        try (PtNDArray gradient = one.parameter.nativeGradient();
                PtNDArray square = gradient.square();
                PtNDArray sum = square.sum()) {
            return sum.toFloatArray()[0];
        }
    }

    /**
     * A parameter and what is remembered of its gradients, in the given order. Each is copied when
     * it is asked for, and anew each time: all of them at once take much memory.
     */
    public List<State> states() {
        return new AbstractList<>() {
            @Override
            public State get(int index) {
                Moments one = moments.get(index);
                return new State(
                        one.parameter.values(),
                        one.mean.toFloatArray(),
                        one.variance.toFloatArray());
            }

            @Override
            public int size() {
                return moments.size();
            }
        };
    }

    /**
     * Continues where another stood.
     *
     * @param reads how many of the updates have read a parameter
     */
    public void restore(int updatesDone, List<State> states, ToIntFunction<Parameter> reads) {
        updates = updatesDone;
        for (int i = 0; i < moments.size(); i++) {
            Moments one = moments.get(i);
            one.parameter.set(states.get(i).values());
            one.mean.set(states.get(i).mean());
            one.variance.set(states.get(i).variance());
            one.reads = reads.applyAsInt(one.parameter);
        }
    }

    public List<Parameter> parameters() {
        return moments.stream().map(one -> one.parameter).toList();
    }
}
