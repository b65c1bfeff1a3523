package io.nearline.topics.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordJsonTest {

    private static final Instant TIME = Instant.parse("2026-05-01T10:00:00Z");

    @Test
    void tellsAPostByItsBytesWhateverTheTopic() {
        PostEvent event =
                PostEvent.newBuilder()
                        .setPostId("42")
                        .setRevision(3)
                        .setKind(PostEventKind.UPDATE)
                        .setEventTime(TIME)
                        .setBody("مرحبا")
                        .setAttributes(Map.of("topic", "greetings"))
                        .build();

        JsonNode json = render(AvroCodec.of(PostEvent.class).encode(event), Detail.SHORT);

        assertThat(json.at("/key").textValue()).isEqualTo("42");
        assertThat(json.at("/PostEvent/body").textValue()).isEqualTo("مرحبا");
        assertThat(json.at("/PostEvent/kind").textValue()).isEqualTo("UPDATE");
        assertThat(json.at("/PostEvent/eventTime").textValue()).isEqualTo("2026-05-01T10:00:00Z");
        assertThat(json.at("/PostEvent/attributes/topic").textValue()).isEqualTo("greetings");
    }

    @Test
    void shortensVectorsToFourValuesAndTheirNorm() {
        JsonNode vector = render(update(), Detail.SHORT).at("/IndexUpdate/vector");

        assertThat(vector.at("/start")).hasSize(4);
        assertThat(vector.at("/norm").doubleValue()).isEqualTo(3.0);
    }

    @Test
    void showsVectorsWholeWhenAsked() {
        JsonNode vector = render(update(), Detail.FULL).at("/IndexUpdate/vector");

        assertThat(vector.at("/values")).hasSize(9);
    }

    @Test
    void showsHashesInHexadecimal() {
        assertThat(render(update(), Detail.SHORT).at("/IndexUpdate/contentHash").textValue())
                .isEqualTo("00ff");
    }

    @Test
    void showsADecisionWithItsFiguresAsNumbers() {
        ModelStatus status =
                ModelStatus.newBuilder()
                        .setModelName("tiny")
                        .setModelDigest("abc")
                        .setState(ModelState.ACTIVE)
                        .setSequence(7)
                        .setFigures(Map.of("coverage", 0.5))
                        .setDecidedAt(TIME)
                        .build();

        JsonNode json = render(AvroCodec.of(ModelStatus.class).encode(status), Detail.SHORT);

        assertThat(json.at("/ModelStatus/state").textValue()).isEqualTo("ACTIVE");
        assertThat(json.at("/ModelStatus/figures/coverage").isNumber()).isTrue();
    }

    @Test
    void aValueOfNoKnownTypeIsAnErrorObject() {
        JsonNode json = render("plain text".getBytes(StandardCharsets.UTF_8), Detail.SHORT);

        assertThat(json.at("/error/reason").textValue()).isEqualTo("NOT_SINGLE_OBJECT");
        assertThat(json.at("/error/value/bytes").intValue()).isEqualTo(10);
    }

    @Test
    void aNullValueIsATombstone() {
        assertThat(render(null, Detail.SHORT).at("/tombstone").booleanValue()).isTrue();
    }

    @Test
    void showsFurtherVectorsByNameWhereThereAreAny() {
        EncodedVector vector = VectorCodec.encode(new float[] {3, 4}, VectorEncoding.FLOAT32);
        OutputVector output =
                new OutputVector(
                        "short",
                        2,
                        vector.encoding(),
                        vector.scale(),
                        ByteBuffer.wrap(vector.bytes()));

        JsonNode json = render(update(List.of(output)), Detail.FULL).at("/IndexUpdate/outputs/0");

        assertThat(json.at("/name").textValue()).isEqualTo("short");
        assertThat(json.at("/vector/norm").doubleValue()).isEqualTo(5);
        assertThat(json.at("/vector/values")).hasSize(2);
        assertThat(render(update(), Detail.FULL).at("/IndexUpdate").has("outputs")).isFalse();
    }

    private static byte[] update() {
        return update(List.of());
    }

    private static byte[] update(List<OutputVector> outputs) {
        EncodedVector vector =
                VectorCodec.encode(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, VectorEncoding.FLOAT32);
        IndexUpdate update =
                IndexUpdate.newBuilder()
                        .setPostId("42")
                        .setRevision(3)
                        .setKind(UpdateKind.UPSERT)
                        .setModelName("tiny")
                        .setModelDigest("abc")
                        .setDimensions(9)
                        .setVectorEncoding(vector.encoding())
                        .setVectorScale(vector.scale())
                        .setVector(ByteBuffer.wrap(vector.bytes()))
                        .setContentHash(ByteBuffer.wrap(new byte[] {0, (byte) 0xff}))
                        .setEventTime(TIME)
                        .setOrigin(UpdateOrigin.LIVE)
                        .setOutputs(outputs)
                        .build();
        return AvroCodec.of(IndexUpdate.class).encode(update);
    }

    private static JsonNode render(byte[] value, Detail detail) {
        byte[] key = "42".getBytes(StandardCharsets.UTF_8);
        return new RecordJson(detail).render(new ConsumerRecord<>("any", 0, 0L, key, value));
    }
}
