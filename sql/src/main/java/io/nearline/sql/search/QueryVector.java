package io.nearline.sql.search;

import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.binary.BinaryArrayData;

/**
 * Reads the vector of a query. Flink 2.3 plans a search by any numbers that could be cast to
 * floats, and casts none: bytes of integers and decimals would be read as floats.
 */
final class QueryVector {

    private static final int WORD = 8;

    private QueryVector() {}

    /**
     * The numbers, all finite.
     *
     * @throws SearchFailedException if nothing can be searched by them: the message has none of
     *     them
     */
    static float[] read(ArrayData array) {
        float[] vector = new float[array.size()];
        if (!isAsLongAsFloatsAre(array)) {
            throw noVector(vector.length);
        }
        float largest = 0;
        for (int i = 0; i < vector.length; i++) {
            if (array.isNullAt(i)) {
                throw new SearchFailedException(
                        "Element %d of %d of a vector to search by is NULL; leave such rows out by WHERE."
                                .formatted(i + 1, vector.length));
            }
            vector[i] = number(array, i);
            largest = Math.max(largest, Math.abs(vector[i]));
        }
        // Integers of four bytes, read as floats, are subnormal or, if negative, NaN.
        if (!(largest >= Float.MIN_NORMAL) || Float.isInfinite(largest)) {
            throw noVector(vector.length);
        }
        return vector;
    }

    private static float number(ArrayData array, int i) {
        try {
            return array.getFloat(i);
        } catch (ClassCastException otherType) {
            return Float.NaN;
        }
    }

    private static boolean isAsLongAsFloatsAre(ArrayData array) {
        if (!(array instanceof BinaryArrayData binary)) {
            return true;
        }
        int bytes =
                BinaryArrayData.calculateHeaderInBytes(binary.size()) + binary.size() * Float.BYTES;
        return binary.getSizeInBytes() == (bytes + WORD - 1) / WORD * WORD;
    }

    private static SearchFailedException noVector(int size) {
        return new SearchFailedException(
                """
                A vector to search by, of %d elements, is all zero, or not finite, or of another \
                type than ARRAY<FLOAT>, which Flink does not cast; write CAST(... AS ARRAY<FLOAT>).\
                """
                        .formatted(size));
    }
}
