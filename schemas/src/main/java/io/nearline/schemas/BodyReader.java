package io.nearline.schemas;

import io.nearline.schemas.UndecodableRecordException.Reason;
import java.io.IOException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;

/** Reads bodies that were written with one schema into records of another. One thread only. */
final class BodyReader<T> {

    private final Schema writerSchema;
    private final DatumReader<T> reader;
    private @Nullable BinaryDecoder decoder;

    BodyReader(Schema writerSchema, Schema readerSchema, SpecificData data) {
        this(writerSchema, new SpecificDatumReader<>(writerSchema, readerSchema, data));
    }

    /**
     * @param reader reads what was written with that schema
     */
    BodyReader(Schema writerSchema, DatumReader<T> reader) {
        this.writerSchema = writerSchema;
        this.reader = reader;
    }

    /**
     * @throws UndecodableRecordException with reason CORRUPT_BODY if the bytes from {@code offset}
     *     on are not exactly one record of the writer's schema that the reader's can take
     */
    T read(byte[] bytes, int offset) {
        BodyBounds.check(writerSchema, bytes, offset);
        decoder = DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, decoder);
        try {
            return reader.read(null, decoder);
        } catch (IOException | AvroRuntimeException e) {
            throw new UndecodableRecordException(
                    Reason.CORRUPT_BODY,
                    "Body of "
                            + (bytes.length - offset)
                            + " bytes cannot be read as "
                            + writerSchema.getFullName(),
                    e);
        }
    }
}
