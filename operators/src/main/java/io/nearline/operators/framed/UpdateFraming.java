package io.nearline.operators.framed;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.SchemaCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Values of index-updates to values in Confluent's framing: a byte 0, the id of the schema in four
 * bytes, big endian, then the body. All are written with one schema, the newest, whichever version
 * they came in: a sink that sees two schemas in turn begins a new batch, or a new file, at each
 * turn. One thread only.
 */
public final class UpdateFraming {

    private static final byte MAGIC = 0;

    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
    private final SpecificDatumWriter<IndexUpdate> writer =
            new SpecificDatumWriter<>(IndexUpdate.class);
    private final byte[] header;

    /**
     * @param schemaId id that the registry has given to {@link #schema}
     */
    public UpdateFraming(int schemaId) {
        this.header = ByteBuffer.allocate(1 + Integer.BYTES).put(MAGIC).putInt(schemaId).array();
    }

    /**
     * The schema that all values are written with, as it is shipped: the generated class has the
     * same one with marks for Java, which are nobody else's business.
     */
    public static Schema schema() {
        List<Schema> versions = SchemaCatalog.of(IndexUpdate.class).versions();
        return versions.get(versions.size() - 2);
    }

    /**
     * The value in Confluent's framing.
     *
     * @param value an update in single-object encoding
     * @throws io.nearline.schemas.UndecodableRecordException if it is none in a version known here
     */
    public byte[] framed(byte[] value) {
        IndexUpdate update = codec.decode(value);
        ByteArrayOutputStream framed = new ByteArrayOutputStream(value.length);
        framed.writeBytes(header);
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(framed, null);
        try {
            writer.write(update, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return framed.toByteArray();
    }
}
