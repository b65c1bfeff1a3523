package io.nearline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;

class VectorCodecProperties {

    private static final double FLOAT16_RELATIVE = 0x1p-11;
    private static final double FLOAT16_ABSOLUTE = 0x1p-25;

    /** Every finite binary16 number, computed from its definition. */
    private static final TreeSet<Double> HALVES =
            IntStream.range(0, 0x7C00)
                    .mapToDouble(VectorCodecProperties::halfByDefinition)
                    .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);

    @Property
    void float32IsExact(@ForAll @Size(max = 64) float[] vector) {
        EncodedVector encoded = VectorCodec.encode(vector, VectorEncoding.FLOAT32);
        assertThat(VectorCodec.decode(encoded, vector.length)).isEqualTo(vector);
    }

    @Property
    void float16StaysWithinItsErrorBound(
            @ForAll @Size(max = 64) @FloatRange(min = -65504, max = 65504) float[] vector) {
        float[] decoded =
                VectorCodec.decode(
                        VectorCodec.encode(vector, VectorEncoding.FLOAT16), vector.length);
        for (int i = 0; i < vector.length; i++) {
            double bound = Math.max(FLOAT16_ABSOLUTE, Math.abs(vector[i]) * FLOAT16_RELATIVE);
            assertThat(Math.abs((double) decoded[i] - vector[i])).isLessThanOrEqualTo(bound);
        }
    }

    @Property
    void float16IsTheNearestOfAllBinary16Numbers(@ForAll int bits) {
        float value = Float.intBitsToFloat(bits);
        if (!HalfFloat.canHold(value)) {
            return;
        }
        double magnitude = Math.abs((double) value);
        double rounded = Math.abs((double) HalfFloat.toFloat(HalfFloat.fromFloat(value)));
        Double below = HALVES.floor(magnitude);
        Double above = HALVES.ceiling(magnitude);
        double nearest =
                above == null ? magnitude - below : Math.min(magnitude - below, above - magnitude);
        assertThat(Math.abs(rounded - magnitude)).isEqualTo(nearest);
    }

    @Property
    void int8StaysWithinHalfItsScale(@ForAll @Size(max = 64) float[] vector) {
        EncodedVector encoded = VectorCodec.encode(vector, VectorEncoding.INT8);
        float[] decoded = VectorCodec.decode(encoded, vector.length);
        // The scale and each product are themselves rounded to a float.
        double bound = encoded.scale() * (0.5 + 127 * 0x1p-23);
        for (int i = 0; i < vector.length; i++) {
            assertThat(Math.abs((double) decoded[i] - vector[i])).isLessThanOrEqualTo(bound);
        }
    }

    @Property
    void int8UsesTheWholeRange(
            @ForAll @Size(min = 1, max = 64) @FloatRange(min = 1e-30f, max = 1e30f)
                    float[] vector) {
        byte[] bytes = VectorCodec.encode(vector, VectorEncoding.INT8).bytes();
        assertThat(IntStream.range(0, bytes.length).map(i -> bytes[i]).max()).hasValue(127);
    }

    @Property
    void writingAgainWhatWasReadChangesNothing(
            @ForAll VectorEncoding encoding,
            @ForAll @Size(max = 64) @FloatRange(min = -1, max = 1) float[] vector) {
        if (encoding == VectorEncoding.UNKNOWN) {
            return;
        }
        EncodedVector once = VectorCodec.encode(vector, encoding);
        EncodedVector twice = VectorCodec.encode(VectorCodec.decode(once, vector.length), encoding);
        assertThat(Arrays.equals(twice.bytes(), once.bytes())).isTrue();
    }

    private static double halfByDefinition(int bits) {
        int exponent = bits >> 10;
        int fraction = bits & 0x3ff;
        return exponent == 0
                ? Math.scalb((double) fraction, -24)
                : Math.scalb(1024.0 + fraction, exponent - 25);
    }
}
