package io.nearline.schemas;

import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * Reads bodies of records that are not ours, by the schema they were written with. Values of
 * logical types stay as they are written. One thread only.
 */
public final class ForeignBodyReader {

    private final BodyReader<GenericRecord> reader;

    /**
     * @param writerSchema a record's
     */
    public ForeignBodyReader(Schema writerSchema) {
        // Of its own: others may have taught Avro's shared data to convert logical types.
        GenericData plain = new GenericData();
        reader =
                new BodyReader<>(
                        writerSchema, new GenericDatumReader<>(writerSchema, writerSchema, plain));
    }

    /**
     * The record whose body stands from an offset to the end.
     *
     * @throws UndecodableRecordException with reason CORRUPT_BODY if the bytes are not exactly one
     *     record of the schema, or are nested too deeply. Never allocates out of proportion to the
     *     bytes given.
     */
    public GenericRecord read(byte[] bytes, int offset) {
        try {
            return reader.read(bytes, offset);
        } catch (StackOverflowError e) {
            // Of a schema that holds itself: the bytes choose how deep, and must not end the job.
            throw new UndecodableRecordException(
                    UndecodableRecordException.Reason.CORRUPT_BODY,
                    "Body is nested too deeply to be read");
        }
    }
}
