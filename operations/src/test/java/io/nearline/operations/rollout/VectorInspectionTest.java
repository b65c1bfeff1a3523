package io.nearline.operations.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operations.rollout.CheckResult.Outcome;
import io.nearline.operations.rollout.VectorInspection.Length;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.Updates;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorInspectionTest {

    private static final String MODEL = "new";
    private static final String DIGEST = ControlRecords.digest(MODEL);

    private final VectorInspection inspection = new VectorInspection(DIGEST, 8, Length.UNIT);

    @ParameterizedTest
    @EnumSource(value = VectorEncoding.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void aVectorOfLengthOneIsSoundInEveryEncoding(VectorEncoding encoding) {
        assertThat(inspection.defect(Updates.upsert("a", 1, MODEL, encoding))).isEmpty();
    }

    @Test
    void aComponentThatIsNoNumberIsFound() {
        float[] vector = Updates.vectorOf("a");
        vector[3] = Float.NaN;
        assertDefect(vector, Defect.NOT_FINITE);
        vector[3] = Float.POSITIVE_INFINITY;
        assertDefect(vector, Defect.NOT_FINITE);
    }

    @Test
    void aVectorOfZerosIsFoundEvenIfTheModelDoesNotNormalise() {
        assertDefect(new float[8], Defect.ZERO);
        IndexUpdate zeros = Updates.upsert("a", 1, MODEL, new float[8]);
        assertThat(new VectorInspection(DIGEST, 8, Length.ANY).defect(zeros)).contains(Defect.ZERO);
    }

    @Test
    void aLengthIsWrongOnlyForAModelThatNormalises() {
        float[] vector = Updates.vectorOf("a");
        vector[0] += 1;
        assertDefect(vector, Defect.NOT_UNIT);
        IndexUpdate longer = Updates.upsert("a", 1, MODEL, vector);
        assertThat(new VectorInspection(DIGEST, 8, Length.ANY).defect(longer)).isEmpty();
    }

    @Test
    void wrongDimensionsAreFoundInWhatIsSaidAndInWhatIsThere() {
        assertDefect(new float[] {1}, Defect.WRONG_DIMENSIONS);
        assertThat(inspection.defect(withBytes(ByteBuffer.allocate(31))))
                .contains(Defect.WRONG_DIMENSIONS);
        assertThat(inspection.defect(withBytes(null))).contains(Defect.WRONG_DIMENSIONS);
    }

    @Test
    void aFurtherVectorThatIsUnfitIsFoundToo() {
        assertThat(inspection.defect(withOutput(new float[] {0, 1}, 2))).isEmpty();
        assertThat(inspection.defect(withOutput(new float[] {0, 0}, 2))).contains(Defect.ZERO);
        assertThat(inspection.defect(withOutput(new float[] {0, 1}, 3)))
                .contains(Defect.WRONG_DIMENSIONS);
    }

    @Test
    void anotherBundleIsFoundWhateverTheVectorIsLike() {
        IndexUpdate foreign = Updates.ofOtherBundle(Updates.upsert("a", 1, MODEL, new float[8]));

        assertThat(inspection.defect(foreign)).contains(Defect.OTHER_DIGEST);
    }

    @Test
    void oneUnfitVectorFailsTheGate() {
        VectorHealth health = new VectorHealth(1_000_000, Map.of(Defect.NOT_FINITE, 1L), 0);

        CheckResult result = health.judgeDefects(0);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.detail()).contains("1 of 1,000,000", "1 not finite");
        assertThat(new VectorHealth(5, Map.of(), 0).judgeDefects(0).outcome())
                .isEqualTo(Outcome.PASSED);
    }

    @Test
    void withoutVectorsThereIsNothingToInspect() {
        VectorHealth none = new VectorHealth(0, Map.of(), 0);

        assertThat(none.judgeDefects(0).outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(none.judgeShared(0).outcome()).isEqualTo(Outcome.SKIPPED);
    }

    private static IndexUpdate withOutput(float[] vector, int dimensions) {
        EncodedVector encoded = VectorCodec.encode(vector, VectorEncoding.FLOAT32);
        OutputVector output =
                OutputVector.newBuilder()
                        .setName("short")
                        .setDimensions(dimensions)
                        .setVectorEncoding(encoded.encoding())
                        .setVectorScale(encoded.scale())
                        .setVector(ByteBuffer.wrap(encoded.bytes()))
                        .build();
        IndexUpdate update = Updates.upsert("a", 1, MODEL, Updates.vectorOf("a"));
        return IndexUpdate.newBuilder(update).setOutputs(List.of(output)).build();
    }

    private static IndexUpdate withBytes(ByteBuffer bytes) {
        return IndexUpdate.newBuilder(Updates.upsert("a", 1, MODEL)).setVector(bytes).build();
    }

    private void assertDefect(float[] vector, Defect expected) {
        assertThat(inspection.defect(Updates.upsert("a", 1, MODEL, vector))).contains(expected);
    }
}
