package io.nearline.schemas;

import io.nearline.schemas.UndecodableRecordException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of one type to bytes and back, in Avro's single-object encoding: the marker {@code C3
 * 01}, the CRC-64-AVRO fingerprint of the writer's schema in 8 bytes little endian, then the body.
 *
 * <p>Writes with the schema the generated class was built from, and without its last fields where
 * those say nothing ({@link WriterSchemas}); reads every version in its {@link SchemaCatalog}.
 * Strings that are not valid UTF-8 on the wire are read with U+FFFD in place of each malformed
 * part; lone surrogates are written as {@code ?}. Keeps buffers between calls, so one instance per
 * thread.
 */
public final class AvroCodec<T extends SpecificRecord> {

    /** A buffer that one huge record has blown up beyond this is not kept for the next one. */
    private static final int KEPT_BUFFER_BYTES = 1 << 20;

    private final SchemaCatalog catalog;
    private final SpecificData data;
    private final Schema schema;
    private final WriterSchemas<T> writers;
    private final Map<Long, BodyReader<T>> readers = new HashMap<>();
    private ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private @Nullable BinaryEncoder encoder;

    private AvroCodec(Class<T> type, SchemaCatalog catalog) {
        this.catalog = catalog;
        this.data = SpecificData.getForClass(type);
        this.schema = data.getSchema(type);
        this.writers = WriterSchemas.of(schema, catalog, data);
    }

    /** A codec that reads every version of the type that this library ships. */
    public static <T extends SpecificRecord> AvroCodec<T> of(Class<T> type) {
        return of(type, SchemaCatalog.of(type));
    }

    /** A codec that reads the versions in the catalog. */
    public static <T extends SpecificRecord> AvroCodec<T> of(Class<T> type, SchemaCatalog catalog) {
        return new AvroCodec<>(type, catalog);
    }

    /** The record as marker, fingerprint and body. Every field without a default must be set. */
    public byte[] encode(T datum) {
        // In this order: the encoder flushes into the buffer what a failed call has left in it.
        encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
        buffer.reset();
        WriterSchemas.Writer<T> writer = writers.of(datum);
        buffer.writeBytes(writer.header());
        try {
            writer.body().write(datum, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        byte[] bytes = buffer.toByteArray();
        if (bytes.length > KEPT_BUFFER_BYTES) {
            buffer = new ByteArrayOutputStream();
        }
        return bytes;
    }

    /**
     * The record in the current version of its schema: fields the writer did not have take their
     * defaults, fields and enum symbols that are new to this reader are dropped or take the enum's
     * default.
     *
     * @throws UndecodableRecordException if the bytes are not exactly one record of this type in a
     *     version that the catalog knows. Never allocates out of proportion to the bytes given.
     */
    public T decode(byte[] bytes) {
        long fingerprint = SingleObjectHeader.fingerprint(bytes);
        BodyReader<T> reader = readers.computeIfAbsent(fingerprint, this::readerOf);
        return reader.read(bytes, SingleObjectHeader.BYTES);
    }

    private BodyReader<T> readerOf(long fingerprint) {
        Schema writerSchema = catalog.find(fingerprint).orElseThrow(() -> unknown(fingerprint));
        return new BodyReader<>(writerSchema, schema, data);
    }

    private UndecodableRecordException unknown(long fingerprint) {
        return new UndecodableRecordException(
                Reason.UNKNOWN_SCHEMA,
                "No version of "
                        + schema.getName()
                        + " known here has the schema fingerprint "
                        + SingleObjectHeader.hex(fingerprint)
                        + ": if a newer writer is at work, upgrade this reader first.");
    }
}
