package io.nearline.operators.retry;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.Records;
import io.nearline.operators.deadletter.CutRecord;
import io.nearline.operators.record.Attempts;
import io.nearline.operators.record.NamedModels;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterHeader;
import io.nearline.schemas.DeadLetterLane;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.UndecodableRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetrySelectionTest {

    private static final RawRecord POST = Records.raw(aPost("p").body("text").build());

    private final RetrySelection selection = new RetrySelection("posts", "mini"::equals);

    private static DeadLetter.Builder letter() {
        return DeadLetter.newBuilder()
                .setTopic("posts")
                .setPartition(3)
                .setOffset(9001)
                .setTimestamp(Instant.ofEpochMilli(Records.TIMESTAMP))
                .setHeaders(List.of(new DeadLetterHeader("source", bytes("feed"))))
                .setKey(bytes("p"))
                .setValue(ByteBuffer.wrap(POST.value()))
                .setStage(DeadLetterStage.EMBED)
                .setReasonClass("Busy")
                .setMessage("busy")
                .setRetryable(true)
                .setFailedAt(Instant.ofEpochMilli(77))
                .setAttempt(2)
                .setLane(DeadLetterLane.LIVE);
    }

    private FailedRecord select(DeadLetter.Builder letter) {
        return selection.select(Records.raw(AvroCodec.of(DeadLetter.class).encode(letter.build())));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bringsTheOriginalRecordBackAsAReplayThatKnowsItsAttempts() {
        FailedRecord failed = select(letter());

        assertThat(failed.attempt()).isEqualTo(2);
        assertThat(failed.failedAt()).isEqualTo(77);
        assertThat(failed.identity()).isEqualTo("posts/3/9001");
        assertThat(failed.record().value()).isEqualTo(POST.value());
        assertThat(failed.record().origin()).isEqualTo(Origin.REPLAY);
        assertThat(failed.record().timestamp()).isEqualTo(Records.TIMESTAMP);
        assertThat(Origin.of(failed.record().headers())).isEqualTo(Origin.REPLAY);
        assertThat(Attempts.before(failed.record().headers())).isEqualTo(2);
        assertThat(failed.record().headers()).extracting(header -> header.key()).contains("source");
    }

    @Test
    void bringsTheRecordBackForTheModelThatTheLetterNamesAndForNoOther() {
        var before = new DeadLetterHeader(NamedModels.HEADER, bytes("before"));
        DeadLetter.Builder letter = letter().setHeaders(List.of(before));

        assertThat(NamedModels.of(select(letter).record().headers())).isEmpty();
        assertThat(NamedModels.of(select(letter.setModelName("mini")).record().headers()))
                .containsExactly("mini");
    }

    @ParameterizedTest
    @EnumSource(
            value = DeadLetterStage.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EMBED", "RECALL"})
    void leavesWhatFailsAgainAnyway(DeadLetterStage stage) {
        assertThat(select(letter().setStage(stage))).isNull();
    }

    @Test
    void leavesWhatIsNotRetryable() {
        assertThat(select(letter().setRetryable(false))).isNull();
    }

    @ParameterizedTest
    @EnumSource(
            value = DeadLetterLane.class,
            names = {"BACKFILL", "UNKNOWN"})
    void leavesWhatABackfillGaveUp(DeadLetterLane lane) {
        assertThat(select(letter().setLane(lane))).isNull();
    }

    @Test
    void leavesWhatAnotherTopicHeld() {
        assertThat(select(letter().setTopic("other-posts"))).isNull();
    }

    /** Another live job has the same dead-letters topic. */
    @Test
    void leavesWhatFailedForAModelThatTheJobDoesNotServe() {
        assertThat(select(letter().setModelName("maxi"))).isNull();
        assertThat(select(letter().setModelName("mini"))).isNotNull();
    }

    @Test
    void leavesWhatIsNotWhole() {
        var cut = new DeadLetterHeader(CutRecord.VALUE_HEADER, bytes("length=1 sha256=0"));

        assertThat(select(letter().setHeaders(List.of(cut)))).isNull();
    }

    @Test
    void refusesWhatIsNoDeadLetter() {
        assertThatThrownBy(() -> selection.select(Records.raw(new byte[] {1, 2, 3})))
                .isInstanceOf(UndecodableRecordException.class);
    }

    /** A header that anybody can write must not break the flow. */
    @Test
    void takesAnAttemptThatIsNoNumberForNone() {
        FailedRecord failed =
                select(
                        letter().setHeaders(
                                        List.of(
                                                new DeadLetterHeader(
                                                        Attempts.HEADER, bytes("many")),
                                                new DeadLetterHeader(Attempts.HEADER, null))));

        assertThat(Attempts.before(failed.record().headers())).isEqualTo(2);
    }
}
