package io.nearline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VectorCodecPropertyTest {

    private static final double FLOAT16_RELATIVE = 0x1p-11;
    private static final double FLOAT16_ABSOLUTE = 0x1p-25;

    /** Every finite binary16 number, computed from its definition. */
    private static final TreeSet<Double> HALVES =
            IntStream.range(0, 0x7C00)
                    .mapToDouble(VectorCodecPropertyTest::halfByDefinition)
                    .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);

    @Property
    void float32IsExact(@ForAll("finiteVectors") float[] vector) {
        EncodedVector encoded = VectorCodec.encode(vector, VectorEncoding.FLOAT32);
        assertThat(VectorCodec.decode(encoded, vector.length)).isEqualTo(vector);
    }

    @Property
    void float16StaysWithinItsErrorBound(@ForAll("float16Vectors") float[] vector) {
        float[] decoded = roundTrip(vector, VectorEncoding.FLOAT16);
        for (int i = 0; i < vector.length; i++) {
            double bound = Math.max(FLOAT16_ABSOLUTE, Math.abs(vector[i]) * FLOAT16_RELATIVE);
            assertThat(Math.abs((double) decoded[i] - vector[i])).isLessThanOrEqualTo(bound);
        }
    }

    @Property
    void float16IsTheNearestOfAllBinary16Numbers(@ForAll("float16Range") float value) {
        double magnitude = Math.abs((double) value);
        double rounded = Math.abs((double) HalfFloat.toFloat(HalfFloat.fromFloat(value)));
        double below = magnitude - HALVES.floor(magnitude);
        double above = HALVES.ceiling(magnitude) - magnitude;
        assertThat(Math.abs(rounded - magnitude)).isEqualTo(Math.min(below, above));
    }

    @Property
    void int8StaysWithinHalfItsScale(@ForAll("finiteVectors") float[] vector) {
        EncodedVector encoded = VectorCodec.encode(vector, VectorEncoding.INT8);
        float[] decoded = VectorCodec.decode(encoded, vector.length);
        // The scale and each product are themselves rounded to a float.
        double bound = encoded.scale() * (0.5 + 127 * 0x1p-22);
        for (int i = 0; i < vector.length; i++) {
            assertThat(Math.abs((double) decoded[i] - vector[i])).isLessThanOrEqualTo(bound);
        }
    }

    @Property
    void int8UsesTheWholeRange(@ForAll("unitRangeVectors") float[] vector) {
        EncodedVector encoded = VectorCodec.encode(vector, VectorEncoding.INT8);
        int largest = 0;
        for (byte component : encoded.bytes()) {
            largest = Math.max(largest, Math.abs(component));
        }
        assertThat(largest).isEqualTo(encoded.scale() == 1f ? 0 : 127);
    }

    @Property
    void writingAgainWhatWasReadChangesNothing(
            @ForAll("encodings") VectorEncoding encoding,
            @ForAll("unitRangeVectors") float[] vector) {
        float[] once = roundTrip(vector, encoding);
        assertThat(VectorCodec.encode(once, encoding).bytes())
                .isEqualTo(VectorCodec.encode(vector, encoding).bytes());
    }

    @Provide
    Arbitrary<VectorEncoding> encodings() {
        return Arbitraries.of(VectorEncoding.FLOAT32, VectorEncoding.FLOAT16, VectorEncoding.INT8);
    }

    @Provide
    Arbitrary<float[]> finiteVectors() {
        return vectors(Arbitraries.integers().map(Float::intBitsToFloat).filter(Float::isFinite));
    }

    @Provide
    Arbitrary<float[]> float16Vectors() {
        return vectors(float16Range());
    }

    @Provide
    Arbitrary<float[]> unitRangeVectors() {
        return vectors(Arbitraries.floats().between(-1f, 1f).ofScale(7));
    }

    /** As dense near zero, where binary16 has its subnormal numbers, as at its upper end. */
    @Provide
    Arbitrary<Float> float16Range() {
        int largest = Float.floatToIntBits(HalfFloat.MAX_VALUE);
        Arbitrary<Float> magnitudes =
                Arbitraries.integers()
                        .between(Float.floatToIntBits(0x1p-26f), largest)
                        .map(Float::intBitsToFloat);
        return Arbitraries.oneOf(Arbitraries.just(0f), magnitudes, magnitudes.map(m -> -m));
    }

    private static Arbitrary<float[]> vectors(Arbitrary<Float> components) {
        return components.array(float[].class).ofMaxSize(64);
    }

    private static float[] roundTrip(float[] vector, VectorEncoding encoding) {
        return VectorCodec.decode(VectorCodec.encode(vector, encoding), vector.length);
    }

    private static double halfByDefinition(int bits) {
        int exponent = bits >> 10;
        int fraction = bits & 0x3ff;
        return exponent == 0
                ? Math.scalb((double) fraction, -24)
                : Math.scalb(1024.0 + fraction, exponent - 25);
    }
}
