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
                .setOrigin(UpdateOrigin.LIVE)
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
