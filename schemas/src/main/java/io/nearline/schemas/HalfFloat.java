package io.nearline.schemas;

/**
 * IEEE 754 binary16 numbers in the low 16 bits: 1 sign bit, 5 exponent bits (bias 15), 10 fraction
 * bits. Java has no conversion of its own before version 20.
 */
final class HalfFloat {

    /** Largest finite binary16 number. */
    static final float MAX_VALUE = 65504f;

    private static final int FRACTION_BITS_DROPPED = 13;
    private static final int EXPONENT_REBIAS = 127 - 15;

    /** Smallest normal binary16 number. */
    private static final float MIN_NORMAL = 0x1p-14f;

    /** Distance between neighbouring subnormal binary16 numbers. */
    private static final float SUBNORMAL_STEP = 0x1p-24f;

    /** First magnitude that rounds to infinity: half a step above the largest finite number. */
    private static final float OVERFLOW = 65520f;

    private HalfFloat() {}

    /** True if the finite number has a finite nearest binary16 number. */
    static boolean canHold(float value) {
        return Math.abs(value) < OVERFLOW;
    }

    /** The nearest binary16 number, ties to even, of a value that {@link #canHold} accepts. */
    static short fromFloat(float value) {
        int sign = (Float.floatToRawIntBits(value) >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        int bits = magnitude < MIN_NORMAL ? subnormalBits(magnitude) : normalBits(magnitude);
        return (short) (sign | bits);
    }

    private static int subnormalBits(float magnitude) {
        // Exact: a division by a power of two of a number that stays well inside the float range.
        return (int) Math.rint(magnitude / SUBNORMAL_STEP);
    }

    private static int normalBits(float magnitude) {
        int bits = Float.floatToRawIntBits(magnitude);
        int lastKeptBit = (bits >>> FRACTION_BITS_DROPPED) & 1;
        // Half a step less one, plus the last kept bit, carries exactly when the tie rule says so;
        // a carry out of the fraction rightly raises the exponent.
        int rounded = bits + (1 << (FRACTION_BITS_DROPPED - 1)) - 1 + lastKeptBit;
        return (rounded >>> FRACTION_BITS_DROPPED) - (EXPONENT_REBIAS << 10);
    }

    /** The value of a binary16 number, exactly; infinities and NaN stay what they are. */
    static float toFloat(short half) {
        int exponent = (half >>> 10) & 0x1f;
        int fraction = half & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * SUBNORMAL_STEP;
        } else if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude =
                    Float.intBitsToFloat(
                            ((exponent + EXPONENT_REBIAS) << 23)
                                    | (fraction << FRACTION_BITS_DROPPED));
        }
        return half < 0 ? -magnitude : magnitude;
    }
}
