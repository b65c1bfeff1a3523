package io.nearline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** One record of each type with every field set to something that is not its default. */
final class SampleRecords {

    private static final Instant EVENT_TIME = Instant.parse("2026-03-01T12:00:00.123Z");

    private SampleRecords() {}

    static SpecificRecord of(Class<? extends SpecificRecord> type) {
        if (type == PostEvent.class) {
            return postEvent();
        }
        if (type == IndexUpdate.class) {
            return indexUpdate();
        }
        if (type == DeadLetter.class) {
            return deadLetter();
        }
        if (type == ModelStatus.class) {
            return modelStatus();
        }
        if (type == ModelServing.class) {
            return modelServing();
        }
        if (type == BackfillReport.class) {
            return backfillReport();
        }
        throw new IllegalArgumentException("No sample record of " + type);
    }

    static PostEvent postEvent() {
        return PostEvent.newBuilder()
                .setPostId("post-42")
                .setRevision(7)
                .setKind(PostEventKind.UPDATE)
                .setEventTime(EVENT_TIME)
                .setAuthor("author-9")
                .setLanguage("pt-BR")
                .setTitle("Café da manhã ☕")
                .setBody("Pão na chapa e um café bem forte. 👩‍🍳")
                .setArticleTitle("O melhor café da cidade")
                .setArticleDescription("Dez lugares para começar o dia")
                .setMediaText("Uma xícara sobre a mesa")
                .setHashtags(List.of("café", "manhã"))
                .setAttributes(sorted(Map.of("visibility", "public", "region", "br")))
                .build();
    }

    static IndexUpdate indexUpdate() {
        EncodedVector vector =
                VectorCodec.encode(new float[] {0.5f, -1f, 0.25f, 0f}, VectorEncoding.INT8);
        return IndexUpdate.newBuilder()
                .setPostId("post-42")
                .setRevision(7)
                .setKind(UpdateKind.UPSERT)
                .setModelName("all-minilm-l6-v2")
                .setModelDigest("0123456789abcdef".repeat(4))
                .setDimensions(4)
                .setVectorEncoding(vector.encoding())
                .setVectorScale(vector.scale())
                .setVector(ByteBuffer.wrap(vector.bytes()))
                .setContentHash(ByteBuffer.wrap(HexFormat.of().parseHex("a1b2c3d4".repeat(8))))
                .setLanguage("pt-BR")
                .setAttributes(sorted(Map.of("visibility", "public", "region", "br")))
                .setTokenCount(256)
                .setTruncated(true)
                .setEventTime(EVENT_TIME)
                .setEmbeddedAt(EVENT_TIME.plusMillis(850))
                .setOrigin(UpdateOrigin.BACKFILL)
                .setBackfillId("2026-03-01-minilm")
                .setAsOf(EVENT_TIME.minusSeconds(3600))
                .setOutputs(List.of(output("short", 1f, 0f), output("story", 0f, -1f, 0.5f)))
                .build();
    }

    private static OutputVector output(String name, float... values) {
        EncodedVector vector = VectorCodec.encode(values, VectorEncoding.INT8);
        return OutputVector.newBuilder()
                .setName(name)
                .setDimensions(values.length)
                .setVectorEncoding(vector.encoding())
                .setVectorScale(vector.scale())
                .setVector(ByteBuffer.wrap(vector.bytes()))
                .build();
    }

    static DeadLetter deadLetter() {
        return DeadLetter.newBuilder()
                .setTopic("posts")
                .setPartition(3)
                .setOffset(9001)
                .setTimestamp(EVENT_TIME.plusMillis(40))
                .setHeaders(
                        List.of(
                                new DeadLetterHeader("source", bytes("feed")),
                                new DeadLetterHeader("flag", null)))
                .setKey(bytes("post-42"))
                .setValue(ByteBuffer.wrap(new byte[] {(byte) 0xC3, 0x01, 0, (byte) 0xFF}))
                .setStage(DeadLetterStage.EMBED)
                .setModelName("all-minilm-l6-v2")
                .setReasonClass("RetryableEmbeddingException")
                .setMessage("The model did not answer within 30 s: replay the record.")
                .setRetryable(true)
                .setJobId("00112233445566778899aabbccddeeff")
                .setFailedAt(EVENT_TIME.plusSeconds(30))
                .setAttempt(3)
                .setLane(DeadLetterLane.LIVE)
                .build();
    }

    static ModelStatus modelStatus() {
        return ModelStatus.newBuilder()
                .setModelName("all-minilm-l6-v2")
                .setModelDigest("0123456789abcdef".repeat(4))
                .setState(ModelState.ACTIVE)
                .setBundleUri("s3://models/all-minilm-l6-v2")
                .setSequence(12)
                .setReplaces("all-minilm-l6-v1")
                .setReason("the labelled set is not ours")
                .setForced(true)
                .setFigures(new TreeMap<>(Map.of("coverage", 0.998, "overlap", 0.75)))
                .setDecidedBy("ada")
                .setDecidedAt(EVENT_TIME)
                .build();
    }

    static ModelServing modelServing() {
        return ModelServing.newBuilder()
                .setModelName("all-minilm-l6-v2")
                .setModelDigest("0123456789abcdef".repeat(4))
                .setState(ServingState.REFUSED)
                .setReason("model.onnx was altered: package the bundle again")
                .setBundleUri("s3://models/all-minilm-l6-v2")
                .setDimensions(384)
                .setJobId("00112233445566778899aabbccddeeff")
                .setSince(EVENT_TIME)
                .build();
    }

    static BackfillReport backfillReport() {
        return BackfillReport.newBuilder()
                .setBackfillId("2026-03-01-minilm")
                .setModelName("all-minilm-l6-v2")
                .setModelDigest("0123456789abcdef".repeat(4))
                .setState(BackfillState.PAUSED)
                .setSource("topic posts, partition 0: 10 to 5010")
                .setSubset("language pt")
                .setAsOf(EVENT_TIME.minusSeconds(3600))
                .setExpected(4000L)
                .setRead(3000)
                .setEmbedded(2400)
                .setSkipped(new TreeMap<>(Map.of("older-revision", 500L, "deleted", 98L)))
                .setDeadLettered(2)
                .setUnreadable(1)
                .setTokens(90_000)
                .setSeconds(12.5)
                .setPostsPerSecond(192.0)
                .setAllowedPerSecond(200.0)
                .setLiveFreshnessMillis(740L)
                .setJobId("00112233445566778899aabbccddeeff")
                .setRestUrl("http://flink:8081")
                .setSavepoint("s3://savepoints/backfill-1")
                .setStartedAt(EVENT_TIME)
                .setUpdatedAt(EVENT_TIME.plusSeconds(30))
                .build();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    /** Hash maps have no order of their own; golden bytes need one. */
    private static Map<String, String> sorted(Map<String, String> map) {
        return new TreeMap<>(map);
    }
}
