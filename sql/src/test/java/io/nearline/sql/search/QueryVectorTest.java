package io.nearline.sql.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.binary.BinaryArrayData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryVectorTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 31, 32, 33, 384})
    void readsFloatsOfAnyLength(int length) {
        float[] vector = new float[length];
        vector[length - 1] = -0.123f;

        assertThat(QueryVector.read(new GenericArrayData(vector))).isEqualTo(vector);
        assertThat(QueryVector.read(BinaryArrayData.fromPrimitiveArray(vector))).isEqualTo(vector);
    }

    @Test
    void refusesAHoleAndDoesNotShowTheRest() {
        assertThatThrownBy(() -> QueryVector.read(new GenericArrayData(new Float[] {0.123f, null})))
                .isInstanceOf(SearchFailedException.class)
                .hasMessage(
                        "Element 2 of 2 of a vector to search by is NULL; leave such rows out by"
                                + " WHERE.");
    }

    static Stream<ArrayData> otherNumbers() {
        return Stream.of(
                new GenericArrayData(new float[] {1, Float.NaN}),
                new GenericArrayData(new float[] {1, Float.NEGATIVE_INFINITY}),
                new GenericArrayData(new float[2]),
                new GenericArrayData(new int[] {1, 2}),
                new GenericArrayData(new Double[] {1.0, 2.0}),
                BinaryArrayData.fromPrimitiveArray(new int[] {1, 8_000_000}),
                BinaryArrayData.fromPrimitiveArray(new int[] {1, -2}),
                BinaryArrayData.fromPrimitiveArray(new double[] {0.1, 0.2}),
                BinaryArrayData.fromPrimitiveArray(new long[] {1L << 30, 1L << 30}),
                BinaryArrayData.fromPrimitiveArray(new short[] {1, 2, 3, 4}));
    }

    @ParameterizedTest
    @MethodSource("otherNumbers")
    void refusesNumbersThatNothingCanBeSearchedBy(ArrayData array) {
        assertThatThrownBy(() -> QueryVector.read(array))
                .isInstanceOf(SearchFailedException.class)
                .hasMessageContaining("write CAST(... AS ARRAY<FLOAT>)");
    }
}
