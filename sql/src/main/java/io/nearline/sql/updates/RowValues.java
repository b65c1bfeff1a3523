package io.nearline.sql.updates;

import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericMapData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/** Values of updates in Flink's own data structures. */
final class RowValues {

    private RowValues() {}

    static @Nullable StringData text(@Nullable String text) {
        return StringData.fromString(text);
    }

    static @Nullable TimestampData time(@Nullable Instant time) {
        return time == null ? null : TimestampData.fromInstant(time);
    }

    static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    static GenericMapData texts(Map<String, String> texts) {
        Map<StringData, StringData> map = new LinkedHashMap<>();
        texts.forEach((key, value) -> map.put(StringData.fromString(key), text(value)));
        return new GenericMapData(map);
    }

    /** Null on a delete. */
    static @Nullable GenericArrayData vector(IndexUpdate update) {
        return update.getKind() == UpdateKind.UPSERT
                ? array(EncodedVector.of(update), update.getDimensions())
                : null;
    }

    static GenericMapData outputs(IndexUpdate update) {
        Map<StringData, GenericArrayData> map = new LinkedHashMap<>();
        for (OutputVector output : update.getOutputs()) {
            map.put(
                    StringData.fromString(output.getName()),
                    array(EncodedVector.of(output), output.getDimensions()));
        }
        return new GenericMapData(map);
    }

    private static GenericArrayData array(EncodedVector vector, int dimensions) {
        return new GenericArrayData(VectorCodec.decode(vector, dimensions));
    }
}
