package io.nearline.pipeline.backfill.files;

import io.nearline.schemas.PostEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Generic records of a writer's schema to posts of the current one, by way of Avro's binary form:
 * so defaults, unknown fields and unknown enum symbols are what they are everywhere else. One
 * thread only.
 */
final class PostResolver {

    private final GenericDatumWriter<GenericRecord> writer;
    private final SpecificDatumReader<PostEvent> reader;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private BinaryEncoder encoder;
    private BinaryDecoder decoder;

    PostResolver(Schema writerSchema) {
        this.writer = new GenericDatumWriter<>(writerSchema, GenericData.get());
        this.reader =
                new SpecificDatumReader<>(
                        writerSchema,
                        PostEvent.getClassSchema(),
                        SpecificData.getForClass(PostEvent.class));
    }

    PostEvent resolve(GenericRecord written) throws IOException {
        buffer.reset();
        encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
        writer.write(written, encoder);
        encoder.flush();
        decoder = DecoderFactory.get().binaryDecoder(buffer.toByteArray(), decoder);
        return reader.read(null, decoder);
    }
}
