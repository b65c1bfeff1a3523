package io.nearline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.schemas.UndecodableRecordException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/** A reader of today and messages of a version that is still to come. */
class NewerWriterTest {

    private static final Schema TODAY = FrozenVersion.source(PostEvent.class);

    /** Today's schema, with one kind and one field more. */
    private static final Schema TOMORROW =
            new Schema.Parser()
                    .parse(
                            TODAY.toString()
                                    .replace("[\"UNKNOWN\",", "[\"UNKNOWN\",\"KIND_OF_TOMORROW\",")
                                    .replace(
                                            "\"fields\":[",
                                            "\"fields\":[{\"name\":\"fieldOfTomorrow\",\"type\":\"string\",\"default\":\"\"},"));

    @Test
    void unknownToTheCatalogIsRefused() throws IOException {
        byte[] message = messageOfTomorrow();
        AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
        assertThatThrownBy(() -> codec.decode(message))
                .isInstanceOfSatisfying(
                        UndecodableRecordException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA));
    }

    @Test
    void newSymbolIsReadAsUnknownAndNewFieldIsSkipped() throws IOException {
        SchemaCatalog catalog = SchemaCatalog.of(PostEvent.class).with(TOMORROW);

        PostEvent read = AvroCodec.of(PostEvent.class, catalog).decode(messageOfTomorrow());

        assertThat(read.getKind()).isEqualTo(PostEventKind.UNKNOWN);
        assertThat(read.getPostId()).isEqualTo("p1");
        assertThat(read.getRevision()).isEqualTo(3);
        assertThat(read.getHashtags()).isEmpty();
    }

    private static byte[] messageOfTomorrow() throws IOException {
        Schema kind = TOMORROW.getField("kind").schema();
        GenericRecord post =
                new GenericRecordBuilder(TOMORROW)
                        .set("fieldOfTomorrow", "new")
                        .set("postId", "p1")
                        .set("revision", 3L)
                        .set("kind", new GenericData.EnumSymbol(kind, "KIND_OF_TOMORROW"))
                        .set("eventTime", 1000L)
                        .build();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(SingleObjectHeader.of(SchemaCatalog.fingerprint(TOMORROW)));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(TOMORROW).write(post, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
