package io.nearline.schemas;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes vectors as bytes and reads them back. Little endian, components in their order.
 *
 * <ul>
 *   <li>FLOAT32: exact, 4 bytes a component.
 *   <li>FLOAT16: IEEE 754 binary16, 2 bytes, rounded to nearest, ties to even. Off by at most 2^-11
 *       of the component, or 2^-25 if that is more.
 *   <li>INT8: symmetric, 1 byte, between -127 and 127; the scale is the largest magnitude / 127, so
 *       off by at most half the scale. Where that scale would be below the smallest normal float,
 *       as for a vector of zeros, all components are written as 0 with scale 1.
 * </ul>
 *
 * <p>Only finite components are written, and only finite ones are read.
 */
public final class VectorCodec {

    private static final int INT8_LIMIT = 127;
    private static final int INFINITY = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    /** One step down, for the product of the rounded quotient and 127 would be infinite. */
    private static final float MAX_INT8_SCALE = Math.nextDown(Float.MAX_VALUE / INT8_LIMIT);

    private VectorCodec() {}

    /**
     * @throws IllegalArgumentException if a component is not finite or too large for the encoding,
     *     or if the encoding is UNKNOWN
     */
    public static EncodedVector encode(float[] vector, VectorEncoding encoding) {
        requireFinite(vector);
        float scale = encoding == VectorEncoding.INT8 ? int8Scale(vector) : 1f;
        byte[] bytes = new byte[vector.length * componentBytes(encoding)];
        ByteBuffer out = littleEndian(bytes);
        for (int i = 0; i < vector.length; i++) {
            switch (encoding) {
                case FLOAT32 -> out.putFloat(vector[i]);
                case FLOAT16 -> out.putShort(half(vector[i], i));
                case INT8 -> out.put(int8(vector[i], scale));
                case UNKNOWN -> throw unknownEncoding();
            }
        }
        return new EncodedVector(encoding, scale, bytes);
    }

    /**
     * @param dimensions number of components that the vector must have
     * @throws IllegalArgumentException if the bytes are not that many components, if the scale or a
     *     component is not finite, or if the encoding is UNKNOWN
     */
    public static float[] decode(EncodedVector encoded, int dimensions) {
        requireSize(encoded, dimensions);
        requireUsableScale(encoded.scale());
        ByteBuffer in = littleEndian(encoded.bytes());
        float[] vector = new float[dimensions];
        switch (encoded.encoding()) {
            // In one piece: an index that opens reads all its vectors before this loop is compiled.
            case FLOAT32 -> in.asFloatBuffer().get(vector);
            case FLOAT16 -> {
                for (int i = 0; i < dimensions; i++) {
                    vector[i] = HalfFloat.toFloat(in.getShort());
                }
            }
            case INT8 -> {
                for (int i = 0; i < dimensions; i++) {
                    vector[i] = in.get() * encoded.scale();
                }
            }
            case UNKNOWN -> throw unknownEncoding();
        }
        requireFinite(vector);
        return vector;
    }

    /**
     * Bytes of one component.
     *
     * @throws IllegalArgumentException if the encoding is UNKNOWN
     */
    public static int componentBytes(VectorEncoding encoding) {
        return switch (encoding) {
            case FLOAT32 -> Float.BYTES;
            case FLOAT16 -> Short.BYTES;
            case INT8 -> Byte.BYTES;
            case UNKNOWN -> throw unknownEncoding();
        };
    }

    private static float int8Scale(float[] vector) {
        float largest = 0f;
        for (float component : vector) {
            largest = Math.max(largest, Math.abs(component));
        }
        float scale = Math.min(largest / INT8_LIMIT, MAX_INT8_SCALE);
        return scale < Float.MIN_NORMAL ? 1f : scale;
    }

    private static byte int8(float component, float scale) {
        return (byte) Math.rint((double) component / scale);
    }

    private static short half(float component, int index) {
        if (!HalfFloat.canHold(component)) {
            throw new IllegalArgumentException(
                    "Component "
                            + index
                            + " is "
                            + component
                            + ", beyond the largest FLOAT16 number "
                            + HalfFloat.MAX_VALUE
                            + ": normalise the vector or use FLOAT32.");
        }
        return HalfFloat.fromFloat(component);
    }

    /**
     * Without their signs, the bits of floats are in the order of their magnitudes, with infinity
     * and what is no number at the end. The largest one is found without a branch a component.
     */
    private static void requireFinite(float[] vector) {
        int largest = 0;
        for (float component : vector) {
            largest = Math.max(largest, Float.floatToRawIntBits(component) & Integer.MAX_VALUE);
        }
        if (largest >= INFINITY) {
            throw notFinite(vector);
        }
    }

    private static IllegalArgumentException notFinite(float[] vector) {
        int index = 0;
        while (Float.isFinite(vector[index])) {
            index++;
        }
        return new IllegalArgumentException(
                "Component %d is %s: vectors have finite components only."
                        .formatted(index, vector[index]));
    }

    private static void requireSize(EncodedVector encoded, int dimensions) {
        long wanted = (long) dimensions * componentBytes(encoded.encoding());
        if (dimensions < 0 || encoded.bytes().length != wanted) {
            throw new IllegalArgumentException(
                    "Vector of "
                            + encoded.bytes().length
                            + " bytes cannot have "
                            + dimensions
                            + " dimensions in "
                            + encoded.encoding()
                            + ", which takes "
                            + wanted
                            + " bytes.");
        }
    }

    private static void requireUsableScale(float scale) {
        if (!Float.isFinite(scale) || scale <= 0f) {
            throw new IllegalArgumentException(
                    "Scale of a vector is " + scale + ": expected a finite number above 0.");
        }
    }

    private static IllegalArgumentException unknownEncoding() {
        return new IllegalArgumentException(
                "Vector encoding is UNKNOWN: the writer uses one that this version of"
                        + " nearline-schemas cannot read, so upgrade it.");
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
