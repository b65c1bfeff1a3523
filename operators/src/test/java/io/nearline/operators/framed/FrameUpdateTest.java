package io.nearline.operators.framed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawHeader;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.registry.RegistryAccess;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.PaperRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameUpdateTest {

    private static final int ID = 0x01020304;
    private static final String REGISTER = "POST /subjects/copy-value/versions";
    private static final byte[] KEY = "p@m".getBytes(StandardCharsets.UTF_8);
    private static final List<RawHeader> HEADERS =
            List.of(new RawHeader("nearline-kind", new byte[] {1}));

    private final PaperRegistry registry = PaperRegistry.start();
    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);

    FrameUpdateTest() {
        registry.answering(REGISTER, 200, "{\"id\":%d}".formatted(ID))
                .answering("PUT /config/copy-value", 200, "{}");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void updatesOfEachVersionAreReadByTheOneRegisteredSchema() throws Exception {
        byte[] second = codec.encode(update(List.of()));
        byte[] third = codec.encode(update(List.of(output())));
        assertThat(third[2]).isNotEqualTo(second[2]);

        List<EncodedRecord> copied = copied(record(second), record(third));

        assertThat(copied).extracting(EncodedRecord::key).containsExactly(KEY, KEY);
        assertThat(copied)
                .allSatisfy(
                        record ->
                                assertThat(record.headers())
                                        .usingRecursiveComparison()
                                        .isEqualTo(HEADERS));
        GenericRecord plain = read(copied.get(0).value());
        assertThat(plain.get("postId")).hasToString("p");
        assertThat(plain.get("revision")).isEqualTo(7L);
        assertThat(plain.get("kind")).hasToString("UPSERT");
        assertThat(plain.get("vector")).isEqualTo(ByteBuffer.wrap(new byte[] {0, 0, 0, 64}));
        assertThat((List<?>) plain.get("outputs")).isEmpty();
        assertThat((List<?>) read(copied.get(1).value()).get("outputs")).hasSize(1);
        assertThat(registry.told("PUT /config/copy-value"))
                .isEqualTo("{\"compatibility\":\"FULL_TRANSITIVE\"}");
    }

    @Test
    void aTombstoneStaysOne() throws Exception {
        assertThat(copied(record(null)))
                .singleElement()
                .usingRecursiveComparison()
                .isEqualTo(new EncodedRecord(KEY, null, HEADERS));
    }

    /** A record that only a newer version can read does not stop those behind it. */
    @Test
    void aRecordOfAnUnknownVersionIsPassedOver() throws Exception {
        byte[] newer = codec.encode(update(List.of()));
        newer[2]++;

        assertThat(copied(record(newer), record(null))).hasSize(1);
    }

    @Test
    void aRefusedSchemaEndsTheJobAndSaysWhatToDo() {
        registry.answering(REGISTER, 409, "{\"error_code\":409}");

        assertThatThrownBy(() -> copied())
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .hasMessageContaining("io.nearline.schemas.IndexUpdate")
                .hasMessageContaining("copy-value")
                .hasMessageContaining("compatibility")
                .hasMessageContaining("nearline.topics.framed-updates");
    }

    private List<EncodedRecord> copied(RawRecord... records) throws Exception {
        RegistryAccess access = new RegistryAccess(List.of(registry.url()), null, null);
        OneInputStreamOperatorTestHarness<RawRecord, EncodedRecord> harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ProcessOperator<>(new FrameUpdate(access, "copy")));
        try {
            harness.open();
            for (RawRecord record : records) {
                harness.processElement(record, 0);
            }
            return harness.extractOutputValues();
        } finally {
            harness.close();
        }
    }

    private GenericRecord read(byte[] framed) throws Exception {
        String registered =
                new ObjectMapper().readTree(registry.told(REGISTER)).path("schema").textValue();
        assertThat(registered).doesNotContain("avro.java");
        ByteBuffer header = ByteBuffer.wrap(framed);
        assertThat(header.get()).isZero();
        assertThat(header.getInt()).isEqualTo(ID);
        BinaryDecoder body = DecoderFactory.get().binaryDecoder(framed, 5, framed.length - 5, null);
        Schema schema = new Schema.Parser().parse(registered);
        GenericRecord record = new GenericDatumReader<GenericRecord>(schema).read(null, body);
        assertThat(body.isEnd()).isTrue();
        return record;
    }

    private static RawRecord record(byte @Nullable [] value) {
        return new RawRecord("index-updates", 0, 0, 0, HEADERS, KEY, value, Origin.LIVE);
    }

    private static IndexUpdate update(List<OutputVector> outputs) {
        return IndexUpdate.newBuilder()
                .setPostId("p")
                .setRevision(7)
                .setModelName("m")
                .setModelDigest("d")
                .setKind(UpdateKind.UPSERT)
                .setDimensions(1)
                .setVectorEncoding(VectorEncoding.FLOAT32)
                .setVector(ByteBuffer.wrap(new byte[] {0, 0, 0, 64}))
                .setContentHash(ByteBuffer.wrap(new byte[32]))
                .setAttributes(Map.of("a", "b"))
                .setEventTime(Instant.EPOCH)
                .setOrigin(UpdateOrigin.LIVE)
                .setOutputs(outputs)
                .build();
    }

    private static OutputVector output() {
        return OutputVector.newBuilder()
                .setName("short")
                .setDimensions(1)
                .setVectorEncoding(VectorEncoding.FLOAT32)
                .setVectorScale(1f)
                .setVector(ByteBuffer.wrap(new byte[] {0, 0, 0, 64}))
                .build();
    }
}
