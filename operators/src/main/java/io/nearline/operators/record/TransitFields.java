package io.nearline.operators.record;

import io.nearline.embedding.NamedVector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Fields of elements in transit, written and read in pairs of methods that know nothing of each
 * other but the order. Every array and every string may be null; whoever knows that it is not reads
 * it by the method that promises so.
 */
@SuppressWarnings("EnumOrdinal") // Both ends are the same build, in the same job.
public final class TransitFields {

    private static final int NULL = -1;
    private static final Change[] CHANGES = Change.values();
    private static final Origin[] ORIGINS = Origin.values();

    private TransitFields() {}

    /** Writes what {@link #readRevision} reads. */
    public static void writeRevision(PostRevision version, DataOutputView target)
            throws IOException {
        writeString(version.postId(), target);
        target.writeLong(version.revision());
        target.writeByte(version.change().ordinal());
        target.writeByte(version.origin().ordinal());
        target.writeLong(version.eventTime());
        writeString(version.language(), target);
        writeMap(version.attributes(), target);
        writeRecord(version.record(), target);
        Backfill backfill = version.backfill();
        target.writeBoolean(backfill != null);
        if (backfill != null) {
            writeString(backfill.id(), target);
            target.writeLong(backfill.asOf());
        }
    }

    /** Reads a revision. */
    public static PostRevision readRevision(DataInputView source) throws IOException {
        return new PostRevision(
                readString(source),
                source.readLong(),
                CHANGES[source.readByte()],
                ORIGINS[source.readByte()],
                source.readLong(),
                readStringOrNull(source),
                readMap(source),
                readRecord(source),
                source.readBoolean() ? new Backfill(readString(source), source.readLong()) : null);
    }

    private static void writeRecord(RawRecord record, DataOutputView target) throws IOException {
        writeString(record.topic(), target);
        target.writeInt(record.partition());
        target.writeLong(record.offset());
        target.writeLong(record.timestamp());
        target.writeInt(record.headers().size());
        for (RawHeader header : record.headers()) {
            writeString(header.key(), target);
            writeBytes(header.value(), target);
        }
        writeBytes(record.key(), target);
        writeBytes(record.value(), target);
        target.writeByte(record.origin().ordinal());
    }

    private static RawRecord readRecord(DataInputView source) throws IOException {
        return new RawRecord(
                readString(source),
                source.readInt(),
                source.readLong(),
                source.readLong(),
                readHeaders(source),
                readBytesOrNull(source),
                readBytesOrNull(source),
                ORIGINS[source.readByte()]);
    }

    private static List<RawHeader> readHeaders(DataInputView source) throws IOException {
        int count = source.readInt();
        List<RawHeader> headers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            headers.add(new RawHeader(readString(source), readBytesOrNull(source)));
        }
        return headers;
    }

    /** Writes what {@link #readString} and {@link #readStringOrNull} read. */
    public static void writeString(@Nullable String text, DataOutputView target)
            throws IOException {
        StringValue.writeString(text, target);
    }

    /** Reads a string that was not null, lone surrogates and all. */
    public static String readString(DataInputView source) throws IOException {
        return StringValue.readString(source);
    }

    /** Reads a string, lone surrogates and all. */
    public static @Nullable String readStringOrNull(DataInputView source) throws IOException {
        return StringValue.readString(source);
    }

    /** Writes what {@link #readBytes} and {@link #readBytesOrNull} read. */
    public static void writeBytes(byte @Nullable [] bytes, DataOutputView target)
            throws IOException {
        target.writeInt(bytes == null ? NULL : bytes.length);
        if (bytes != null) {
            target.write(bytes);
        }
    }

    /** Reads bytes that were not null. */
    public static byte[] readBytes(DataInputView source) throws IOException {
        return Objects.requireNonNull(readBytesOrNull(source));
    }

    /** Reads bytes. */
    public static byte @Nullable [] readBytesOrNull(DataInputView source) throws IOException {
        int length = source.readInt();
        if (length == NULL) {
            return null;
        }
        byte[] bytes = new byte[length];
        source.readFully(bytes);
        return bytes;
    }

    /** Writes what {@link #readVector} and {@link #readVectorOrNull} read. */
    public static void writeVector(float @Nullable [] vector, DataOutputView target)
            throws IOException {
        byte[] bytes = null;
        if (vector != null) {
            bytes = new byte[vector.length * Float.BYTES];
            // At once: one by one takes ten times as long.
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(vector);
        }
        writeBytes(bytes, target);
    }

    /** Reads a vector that was not null, bit for bit. */
    public static float[] readVector(DataInputView source) throws IOException {
        return Objects.requireNonNull(readVectorOrNull(source));
    }

    /** Reads a vector, bit for bit. */
    public static float @Nullable [] readVectorOrNull(DataInputView source) throws IOException {
        byte[] bytes = readBytesOrNull(source);
        if (bytes == null) {
            return null;
        }
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    /** Writes what {@link #readOutputs} reads; a byte, where there are none. */
    public static void writeOutputs(List<NamedVector> outputs, DataOutputView target)
            throws IOException {
        target.writeByte(outputs.size());
        for (NamedVector output : outputs) {
            writeString(output.name(), target);
            writeVector(output.vector(), target);
        }
    }

    /** Reads further vectors, bit for bit. */
    public static List<NamedVector> readOutputs(DataInputView source) throws IOException {
        int count = source.readByte();
        if (count == 0) {
            return List.of();
        }
        List<NamedVector> outputs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            outputs.add(new NamedVector(readString(source), readVector(source)));
        }
        return outputs;
    }

    private static void writeMap(Map<String, String> map, DataOutputView target)
            throws IOException {
        target.writeInt(map.size());
        for (Map.Entry<String, String> entry : map.entrySet()) {
            writeString(entry.getKey(), target);
            writeString(entry.getValue(), target);
        }
    }

    private static Map<String, String> readMap(DataInputView source) throws IOException {
        int count = source.readInt();
        Map<String, String> map = new HashMap<>(2 * count);
        for (int i = 0; i < count; i++) {
            map.put(readString(source), readString(source));
        }
        return map;
    }
}
