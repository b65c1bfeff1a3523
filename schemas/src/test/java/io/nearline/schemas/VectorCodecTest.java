package io.nearline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorCodecTest {

    private static final float[] VECTOR = {1f, -2f, 0.5f, 0f};

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 1,          0000803f000000c00000003f00000000",
        "FLOAT16, 1,          003c00c000380000",
        "INT8,    0.015748031, 40812000",
    })
    void writesGoldenBytes(VectorEncoding encoding, float scale, String hex) {
        assertThat(VectorCodec.encode(VECTOR, encoding))
                .isEqualTo(new EncodedVector(encoding, scale, HexFormat.of().parseHex(hex)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void zerosStayZeros(VectorEncoding encoding) {
        EncodedVector encoded = VectorCodec.encode(new float[8], encoding);
        assertThat(encoded.scale()).isEqualTo(1f);
        assertThat(VectorCodec.decode(encoded, 8)).containsOnly(0f);
    }

    @Test
    void numbersTooSmallForScaleBecomeZeros() {
        float[] tiny = {Float.MIN_VALUE, -Float.MIN_NORMAL};
        EncodedVector encoded = VectorCodec.encode(tiny, VectorEncoding.INT8);
        assertThat(encoded).isEqualTo(new EncodedVector(VectorEncoding.INT8, 1f, new byte[2]));
    }

    @Test
    void largestFloatSurvivesInt8() {
        float[] largest = {Float.MAX_VALUE, -Float.MAX_VALUE};
        EncodedVector encoded = VectorCodec.encode(largest, VectorEncoding.INT8);
        assertThat(encoded.bytes()).containsExactly(127, -127);
        assertThat(VectorCodec.decode(encoded, 2)[0] / Float.MAX_VALUE).isBetween(0.999f, 1f);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesToWriteNonFiniteComponents(float bad) {
        for (VectorEncoding encoding : VectorEncoding.values()) {
            assertThatThrownBy(() -> VectorCodec.encode(new float[] {0f, bad}, encoding))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Component 1 is " + bad);
        }
    }

    @Test
    void refusesToReadNonFiniteComponents() {
        byte[] notANumber = {0, 0, (byte) 0xC0, 0x7F};
        EncodedVector encoded = new EncodedVector(VectorEncoding.FLOAT32, 1f, notANumber);
        assertThatThrownBy(() -> VectorCodec.decode(encoded, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Component 0 is NaN");
    }

    @Test
    void refusesNumbersBeyondFloat16() {
        assertThat(VectorCodec.encode(new float[] {65519f}, VectorEncoding.FLOAT16).bytes())
                .containsExactly(0xFF, 0x7B);
        assertThatThrownBy(() -> VectorCodec.encode(new float[] {65520f}, VectorEncoding.FLOAT16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65520")
                .hasMessageContaining("65504")
                .hasMessageContaining("FLOAT32");
    }

    @ParameterizedTest
    @CsvSource({"FLOAT32, 15", "FLOAT16, 6", "INT8, 5", "FLOAT32, 0"})
    void refusesBytesThatAreNotTheDimensions(VectorEncoding encoding, int bytes) {
        EncodedVector encoded = new EncodedVector(encoding, 1f, new byte[bytes]);
        assertThatThrownBy(() -> VectorCodec.decode(encoded, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(bytes + " bytes")
                .hasMessageContaining("4 dimensions")
                .hasMessageContaining(encoding.name());
    }

    @ParameterizedTest
    @ValueSource(floats = {0f, -1f, Float.NaN, Float.POSITIVE_INFINITY})
    void refusesScaleThatIsNotPositive(float scale) {
        EncodedVector encoded = new EncodedVector(VectorEncoding.INT8, scale, new byte[4]);
        assertThatThrownBy(() -> VectorCodec.decode(encoded, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Scale");
    }

    @Test
    void refusesUnknownEncoding() {
        EncodedVector encoded = new EncodedVector(VectorEncoding.UNKNOWN, 1f, new byte[4]);
        assertThatThrownBy(() -> VectorCodec.decode(encoded, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("upgrade");
        assertThatThrownBy(() -> VectorCodec.encode(VECTOR, VectorEncoding.UNKNOWN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void vectorOfUpdateIsReadWithoutMovingItsBuffer() {
        IndexUpdate update = SampleRecords.indexUpdate();
        float[] first = VectorCodec.decode(EncodedVector.of(update), update.getDimensions());
        assertThat(VectorCodec.decode(EncodedVector.of(update), 4)).isEqualTo(first);
        assertThat(first[1]).isEqualTo(-1f);
    }

    @Test
    void deleteHasNoVector() {
        IndexUpdate delete =
                IndexUpdate.newBuilder(SampleRecords.indexUpdate())
                        .setKind(UpdateKind.DELETE)
                        .setVector((ByteBuffer) null)
                        .build();
        assertThatThrownBy(() -> EncodedVector.of(delete))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DELETE");
    }
}
