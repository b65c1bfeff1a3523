package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.pipeline.config.Delivery;
import io.nearline.pipeline.config.EmbedOptions;
import io.nearline.pipeline.config.GateOptions;
import io.nearline.pipeline.config.RegistryOptions;
import io.nearline.pipeline.config.TopicOptions;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.PaperRegistry;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real job copies its updates for those who have a registry and none of Nearline's code. */
@Timeout(180)
class FramedCopyITCase {

    private static final String COPY = "vectors";
    private static final String REGISTER = "POST /subjects/vectors-value/versions";
    private static final int ID = 70_000;

    private final FakeEmbedder model = JobRig.newFake();
    private final PaperRegistry registry =
            PaperRegistry.start()
                    .answering(REGISTER, 200, "{\"id\":%d}".formatted(ID))
                    .answering("PUT /config/vectors-value", 200, "{}");

    @TempDir private Path directory;

    @AfterEach
    void close() {
        model.release();
        registry.close();
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void theCopyHoldsWhatTheTopicHoldsAlsoFromBeforeItWasSwitchedOn(Delivery delivery)
            throws Exception {
        try (JobRig rig = JobRig.in(directory)) {
            LocalTopics topics = rig.topics();
            topics.create(TopicPlan.INDEX_UPDATES, COPY);
            rig.set(TopicOptions.DELIVERY, delivery)
                    .set(EmbedOptions.TIMEOUT, Duration.ofSeconds(5))
                    .set(GateOptions.PENDING_TIMEOUT, Duration.ofSeconds(6))
                    .set(GateOptions.TOMBSTONE_AFTER, Duration.ofSeconds(1));
            String savepoint;
            try (RunningJob job = rig.start(model)) {
                topics.publish(
                        List.of(
                                aPost("before").revision(1).body("rain").build(),
                                aPost("gone").revision(1).body("snow").build()));
                job.waiting().until(() -> topics.updates().size() == 2);
                savepoint = job.stopWithSavepoint();
            }
            registry.first(503, "").first(503, "").first(503, "");
            rig.set(TopicOptions.FRAMED_UPDATES, COPY)
                    .set(RegistryOptions.URL, List.of(registry.url()));
            try (RunningJob job = rig.resume(savepoint, model)) {
                topics.publish(
                        List.of(
                                aPost("before").revision(2).body("sun").build(),
                                aPost("gone").revision(2).deleted().build()));
                job.waiting().until(() -> topics.tombstones().size() == 1);
                job.waiting().until(() -> topics.records(COPY).size() >= 5);
                savepoint = job.stopWithSavepoint();
            }
            try (RunningJob job = rig.resume(savepoint, model)) {
                topics.publish(List.of(aPost("after").revision(1).body("wind").build()));
                job.waiting().until(() -> topics.records(COPY).size() >= 6);
                job.drain();
            }

            assertThat(byKey(topics.records(COPY), this::framed))
                    .isEqualTo(
                            byKey(
                                    topics.records(TopicPlan.INDEX_UPDATES.defaultName()),
                                    FramedCopyITCase::ours))
                    .hasSize(3);
            assertThat(rig.topics().deadLetters()).isEmpty();
            assertThat(registry.told("PUT /config/vectors-value")).contains("FULL_TRANSITIVE");
        }
    }

    private static Map<String, List<String>> byKey(
            List<ConsumerRecord<byte[], byte[]>> records, Function<byte[], String> decoded) {
        Map<String, List<String>> lines = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            String value = record.value() == null ? "null" : decoded.apply(record.value());
            lines.computeIfAbsent(new String(record.key(), UTF_8), key -> new ArrayList<>())
                    .add(
                            value
                                    + new String(
                                            record.headers()
                                                    .headers("nearline-kind")
                                                    .iterator()
                                                    .next()
                                                    .value(),
                                            UTF_8));
        }
        return lines;
    }

    private static String ours(byte[] value) {
        IndexUpdate update = AvroCodec.of(IndexUpdate.class).decode(value);
        return "%s %d %s %s"
                .formatted(
                        update.getPostId(),
                        update.getRevision(),
                        update.getKind(),
                        hex(update.getVector()));
    }

    private static String hex(@Nullable ByteBuffer vector) {
        if (vector == null) {
            return "none";
        }
        byte[] bytes = new byte[vector.remaining()];
        vector.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** With Avro alone, and the schema that the registry was given. */
    private String framed(byte[] value) {
        ByteBuffer header = ByteBuffer.wrap(value);
        assertThat(header.get()).isZero();
        assertThat(header.getInt()).isEqualTo(ID);
        try {
            String schema =
                    new ObjectMapper().readTree(registry.told(REGISTER)).path("schema").textValue();
            GenericRecord update =
                    new GenericDatumReader<GenericRecord>(new Schema.Parser().parse(schema))
                            .read(
                                    null,
                                    DecoderFactory.get()
                                            .binaryDecoder(value, 5, value.length - 5, null));
            return "%s %d %s %s"
                    .formatted(
                            update.get("postId"),
                            (long) update.get("revision"),
                            update.get("kind"),
                            hex((ByteBuffer) update.get("vector")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
