package io.nearline.training.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/**
 * Numbers in native memory, and the operations on them that let gradients through. Lives as long as
 * the {@link Scope} that it or its operands were made in.
 *
 * <p>There are no operations with a plain number: the library makes a tensor of it in memory of the
 * JVM and lets go of that at once, while PyTorch keeps it for the backward pass. After a garbage
 * collection the gradients are then made of freed memory. Use {@link Scope#number}. Copies are left
 * out because they cut the gradient silently.
 */
public final class Tensor {
    private final PtNDArray array;

    private Tensor(PtNDArray array) {
        this.array = array;
    }

    static Tensor of(NDArray array) {
        return new Tensor((PtNDArray) array);
    }

    PtNDArray array() {
        return array;
    }

    public Tensor plus(Tensor other) {
        return of(array.add(other.array));
    }

    public Tensor minus(Tensor other) {
        return of(array.sub(other.array));
    }

    /** Number by number, as all of {@code plus}, {@code minus} and {@code over} are. */
    public Tensor times(Tensor other) {
        return of(array.mul(other.array));
    }

    public Tensor over(Tensor other) {
        return of(array.div(other.array));
    }

    /** The matrix product over the last two dimensions. */
    public Tensor product(Tensor other) {
        return of(array.matMul(other.array));
    }

    /** As {@link #product(Tensor)}, with weights of {@code [in, out]}. */
    public Tensor product(Parameter weights) {
        return of(array.matMul(weights.array()));
    }

    /** {@code this * weight^T + bias}, with a weight of {@code [out, in]}. */
    public Tensor linear(Parameter weight, Parameter bias) {
        return of(JniUtils.linear(array, weight.array(), bias.array()));
    }

    /** Normalised over the last dimension, then scaled and shifted. */
    public Tensor normalised(Parameter scale, Parameter shift, float epsilon) {
        Shape last = scale.array().getShape();
        return of(JniUtils.layerNorm(array, last, scale.array(), shift.array(), epsilon));
    }

    /** The rows of a table that these indices name; one more dimension. */
    public Tensor rowsOf(Parameter table) {
        return of(JniUtils.embedding(array, table.array(), false));
    }

    /** Exact GELU, by the error function. */
    public Tensor gelu() {
        return of(JniUtils.gelu(array));
    }

    /** Over the last dimension. */
    public Tensor softmax() {
        return of(array.softmax(array.getShape().dimension() - 1));
    }

    public Tensor logSoftmax(int dimension) {
        return of(array.logSoftmax(dimension));
    }

    public Tensor square() {
        return of(array.square());
    }

    public Tensor root() {
        return of(array.sqrt());
    }

    /** The sum of all numbers. */
    public Tensor sum() {
        return of(array.sum());
    }

    /** The sum over one dimension, which stays with size 1. */
    public Tensor sum(int dimension) {
        return of(array.sum(new int[] {dimension}, true));
    }

    /** Each row of a matrix at length 1. */
    public Tensor unit() {
        return over(square().sum(1).root());
    }

    /** Dimensions in another order. */
    public Tensor transposed(int... dimensions) {
        return of(array.transpose(dimensions));
    }

    /** Rows in parts, in their order. */
    public List<Tensor> split(long... sizes) {
        return JniUtils.split(array, sizes, 0).stream().map(Tensor::of).toList();
    }

    /** The rows of all parts. Unlike the library's own operation it lets gradients through. */
    public static Tensor joined(List<Tensor> parts) {
        PtNDArray[] arrays = parts.stream().map(Tensor::array).toArray(PtNDArray[]::new);
        return of(JniUtils.cat(arrays, 0));
    }

    /** The same numbers in the same order. */
    public Tensor reshaped(long... shape) {
        return of(array.reshape(shape));
    }

    public long[] shape() {
        return array.getShape().getShape();
    }

    /** A copy of the numbers. */
    public float[] toFloats() {
        return array.toFloatArray();
    }
}
