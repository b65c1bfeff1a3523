package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.deadletter.CutRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterHeader;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.Posts;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Records that the broker takes, because they compress well, and that nothing may be made of. */
@Timeout(180)
class OversizedRecordsITCase {

    private static final int HUGE = 20_000_000;
    private static final byte[] NO_BYTES = {};

    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final FakeEmbedder model = JobRig.newFake();

    @TempDir private Path directory;

    @Test
    void aRecordOfAnySizeIsADeadLetterAndTheJobGoesOn() throws Exception {
        try (JobRig rig = JobRig.in(directory);
                RunningJob job = rig.start(model);
                KafkaProducer<byte[], byte[]> anybody = compressing(rig)) {
            send(anybody, "blank id", aPost(" ").body("x".repeat(HUGE)));
            send(anybody, "large text", aPost("text").body("x".repeat(HUGE)));
            send(anybody, "large attribute", aPost("attribute").attribute("a", "x".repeat(HUGE)));
            send(anybody, "x".repeat(HUGE), aPost("key").body("small"));
            send(anybody, "x".repeat(3_000_000), aPost("half a key").body("small"));
            anybody.send(new ProducerRecord<>(posts(), bytes("garbage"), new byte[HUGE])).get();
            anybody.send(withHeaders(aPost("header"), 1, HUGE)).get();
            anybody.send(withHeaders(aPost("many headers"), 300_000, 0)).get();
            anybody.send(new ProducerRecord<>(posts(), new byte[HUGE], null)).get();
            rig.topics().publish(List.of(aPost("well").body("rain").build()));
            job.waiting()
                    .until(
                            () ->
                                    rig.topics().deadLetters().size() == 7
                                            && rig.topics().updates().size() == 2);
            job.drain();

            assertThat(rig.topics().updates())
                    .extracting(IndexUpdate::getPostId)
                    .containsExactlyInAnyOrder("well", "half a key");
            assertThat(rig.topics().deadLetters())
                    .allSatisfy(
                            letter -> {
                                assertThat(letter.getStage()).isEqualTo(DeadLetterStage.DECODE);
                                assertThat(letter.getReasonClass())
                                        .isEqualTo("OversizedRecordException");
                            });
            assertThat(rig.topics().deadLetters())
                    .filteredOn(letter -> isCut(letter, CutRecord.VALUE_HEADER))
                    .hasSize(4);
        }
    }

    private static boolean isCut(DeadLetter letter, String header) {
        return letter.getHeaders().stream().map(DeadLetterHeader::getKey).anyMatch(header::equals);
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String key, Posts post)
            throws Exception {
        producer.send(new ProducerRecord<>(posts(), bytes(key), codec.encode(post.build()))).get();
    }

    private ProducerRecord<byte[], byte[]> withHeaders(Posts post, int count, int length) {
        byte[] value = codec.encode(post.body("small").build());
        var record = new ProducerRecord<>(posts(), bytes("key"), value);
        for (int i = 0; i < count; i++) {
            record.headers().add("h", length == 0 ? NO_BYTES : new byte[length]);
        }
        return record;
    }

    private static KafkaProducer<byte[], byte[]> compressing(JobRig rig) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        rig.topics().bootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "zstd",
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        10 * HUGE,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        2 * HUGE),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static String posts() {
        return TopicPlan.POSTS.defaultName();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
