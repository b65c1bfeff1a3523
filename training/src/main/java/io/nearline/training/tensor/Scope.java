package io.nearline.training.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Owns the native memory of the tensors made in it, and frees it when closed. A training step has a
 * scope of its own that ends after the backward pass. Used by one thread.
 */
public final class Scope implements AutoCloseable {
    static final String ENGINE = "PyTorch";

    private final NDManager manager;

    private Scope(NDManager manager) {
        this.manager = manager;
    }

    /**
     * Loads PyTorch, if that is not done, and opens a scope on the calling thread. The first start
     * on a machine unpacks some 400 MB into {@code ~/.djl.ai}.
     *
     * @param threads that one operation may use, for the whole process
     */
    public static Scope open(int threads) {
        // Before the library loads: it reports its use over the network unless told not to.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        Engine engine = Engine.getEngine(ENGINE);
        JniUtils.setNumThreads(threads);
        // Else every forward pass records what a backward pass would need.
        JniUtils.setGradMode(false);
        return new Scope(engine.newBaseManager());
    }

    /** How many threads one operation of the calling thread may use. */
    public static int threads() {
        return JniUtils.getNumThreads();
    }

    /** Lets the calling thread compute beside the one that opened a scope, without learning. */
    public static void joinThread() {
        JniUtils.setNumThreads(1);
        JniUtils.setGradMode(false);
    }

    /** A scope that ends with this one at the latest. */
    public Scope child() {
        return new Scope(manager.newSubManager());
    }

    /**
     * A tensor of these numbers, row by row.
     *
     * @param shape whose product is the count of numbers; none for a single number
     */
    public Tensor floats(float[] values, long... shape) {
        return Tensor.of(manager.create(values, new Shape(shape)));
    }

    /** As {@link #floats}, for indices. */
    public Tensor longs(long[] values, long... shape) {
        return Tensor.of(manager.create(values, new Shape(shape)));
    }

    /** A single number. It lives as long as this scope, so a backward pass can still read it. */
    public Tensor number(float value) {
        return floats(new float[] {value});
    }

    /**
     * The numbers of another scope's tensor, which stays open longer: what is computed from them
     * belongs to this scope.
     */
    public Tensor lent(Tensor tensor) {
        NDArray same = tensor.array().reshape(tensor.array().getShape());
        same.attach(manager);
        return Tensor.of(same);
    }

    /** A tensor of another scope, which belongs to this one from now on. */
    public Tensor taken(Tensor tensor) {
        tensor.array().attach(manager);
        return tensor;
    }

    /** Numbers that may learn; they do not yet. */
    public Parameter parameter(String name, float[] values, long... shape) {
        return new Parameter(name, array(values, shape));
    }

    /** Zeroes of another tensor's shape. */
    PtNDArray zeros(PtNDArray like) {
        return (PtNDArray) manager.zeros(like.getShape());
    }

    private PtNDArray array(float[] values, long... shape) {
        NDArray array = manager.create(values, new Shape(shape));
        return (PtNDArray) array;
    }

    @Override
    public void close() {
        manager.close();
    }
}
