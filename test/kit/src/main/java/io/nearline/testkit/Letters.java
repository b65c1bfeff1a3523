package io.nearline.testkit;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterHeader;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Dead letters for tests. */
public final class Letters {

    /** When they failed. */
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private Letters() {}

    /** A letter of one revision of a post whose embedding timed out, at that offset of "posts". */
    public static DeadLetter.Builder timedOut(String postId, long revision, long offset) {
        return DeadLetter.newBuilder()
                .setTopic("posts")
                .setPartition(0)
                .setOffset(offset)
                .setTimestamp(NOON)
                .setHeaders(List.of())
                .setKey(utf8(postId))
                .setValue(
                        ByteBuffer.wrap(
                                AvroCodec.of(PostEvent.class).encode(post(postId, revision))))
                .setStage(DeadLetterStage.EMBED)
                .setModelName("mini")
                .setReasonClass("EmbeddingTimedOut")
                .setMessage("no vector in time")
                .setRetryable(true)
                .setJobId("0".repeat(32))
                .setFailedAt(NOON);
    }

    /** The post of {@link #timedOut}. */
    public static PostEvent post(String postId, long revision) {
        return PostEvent.newBuilder()
                .setPostId(postId)
                .setRevision(revision)
                .setKind(PostEventKind.UPDATE)
                .setEventTime(NOON)
                .setBody("a secret diary")
                .setHashtags(List.of())
                .setAttributes(Map.of("mood", "gloomy"))
                .build();
    }

    /** A header with text in it. */
    public static DeadLetterHeader header(String name, String value) {
        return new DeadLetterHeader(name, utf8(value));
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
