package io.nearline.operators.recall;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nearline.operators.Records;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.admit.MergedVector;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.deadletter.DeadLetters;
import io.nearline.operators.deadletter.Failure;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ModelOutcome;
import io.nearline.operators.merge.Backfilled;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.Attempts;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.retry.RetryPolicy;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.PostEvent;
import io.nearline.testkit.FakeVectors;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecallVectorTest {

    private static final Duration TIME_TO_LIVE = Duration.ofDays(2);
    private static final Duration PENDING = Duration.ofMinutes(5);
    private static final RecallTimes TIMES =
            new RecallTimes(TIME_TO_LIVE, PENDING, Duration.ofDays(1));
    private static final Backfill BACKFILL = new Backfill("night-run", 1_700_000_000_000L);

    private KeyedOneInputStreamOperatorTestHarness<String, EmbeddingOutcome, EmbeddedPost> gate;

    @BeforeEach
    void open() throws Exception {
        gate = newGate();
        gate.open();
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, EmbeddingOutcome, EmbeddedPost>
            newGate() throws Exception {
        return newGate(RetryPolicy.never());
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, EmbeddingOutcome, EmbeddedPost>
            newGate(RetryPolicy retries) throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new RecallVector(TIMES, retries)),
                        outcome -> outcome.version().postId(),
                        Types.STRING);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        return harness;
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = gate.snapshot(1, 1);
        gate.close();
        gate = newGate();
        gate.initializeState(snapshot);
        gate.open();
    }

    private static ModelTask task(String name, String digest, Action action) {
        return ModelTask.of(new ModelRef(name, digest, null), action);
    }

    private static ModelTask task(Action action) {
        return task("m", "digest", action);
    }

    private void embedded(PostEvent event) throws Exception {
        embedded(Records.text(event));
    }

    private void embedded(PostText post) throws Exception {
        float[] vector = FakeVectors.of(post.text(), 8);
        arrive(post, new ModelOutcome(task(Action.EMBED), vector, 5, false, 42L, null));
    }

    private void failed(PostEvent event) throws Exception {
        Failure failure = new Failure("Bad", "bad", false);
        arrive(
                Records.text(event),
                new ModelOutcome(task(Action.EMBED), null, 0, false, 0, failure));
    }

    private void passed(PostEvent event, Action action) throws Exception {
        arrive(Records.text(event), new ModelOutcome(task(action), null, 0, false, 0, null));
    }

    /** The text of a revision is that of the one before. */
    private void reused(PostEvent event, long supersedes) throws Exception {
        arrive(
                Records.text(event),
                new ModelOutcome(task(Action.REUSE), null, 0, false, 0, null),
                supersedes);
    }

    private void arrive(PostText post, ModelOutcome result) throws Exception {
        arrive(post, result, null);
    }

    private void arrive(PostText post, ModelOutcome result, @Nullable Long supersedes)
            throws Exception {
        gate.processElement(
                new EmbeddingOutcome(
                        post.version(),
                        post.contentHash(),
                        post.cut(),
                        List.of(result),
                        supersedes),
                0);
    }

    private List<Long> published() {
        return gate.extractOutputValues().stream().map(p -> p.version().revision()).toList();
    }

    private List<DeadLetterStage> deadLetters() {
        return letters().stream().map(DeadLetter::getStage).toList();
    }

    private List<DeadLetter> letters() {
        var letters = gate.getSideOutput(DeadLetters.TAG);
        if (letters == null) {
            return List.of();
        }
        return letters.stream()
                .map(record -> AvroCodec.of(DeadLetter.class).decode(record.getValue().value()))
                .toList();
    }

    @Test
    void publishesOnlyRevisionsAboveTheLastPublished() throws Exception {
        embedded(aPost("p").revision(2).body("two").build());
        embedded(aPost("p").revision(1).body("one").build());
        embedded(aPost("p").revision(2).body("two").build());
        embedded(aPost("p").revision(3).body("three").build());

        assertThat(published()).containsExactly(2L, 3L);
    }

    @Test
    void neverResurrectsADeletedPost() throws Exception {
        embedded(aPost("p").revision(1).body("one").build());
        passed(aPost("p").revision(3).deleted().build(), Action.WITHDRAW);
        embedded(aPost("p").revision(2).body("two").build());

        assertThat(published()).containsExactly(1L, 3L);
        assertThat(gate.extractOutputValues().get(1).vector()).isNull();
    }

    @Test
    void publishesTheStoredVectorWithNewAttributes() throws Exception {
        embedded(aPost("p").revision(1).body("one").build());
        passed(aPost("p").revision(2).body("one").attribute("likes", "9").build(), Action.REUSE);

        EmbeddedPost republished = gate.extractOutputValues().get(1);
        assertThat(republished.vector()).isEqualTo(FakeVectors.of("one", 8));
        assertThat(republished.version().attributes()).containsEntry("likes", "9");
        assertThat(republished.embeddedAt()).isEqualTo(42L);
    }

    @Test
    void publishesNothingWhenNothingChanged() throws Exception {
        embedded(aPost("p").revision(1).body("one").build());
        reused(aPost("p").revision(3).body("one").build(), 1);
        reused(aPost("p").revision(4).body("one").build(), 3);
        embedded(aPost("p").revision(2).body("two").build());

        assertThat(published()).containsExactly(1L);
    }

    @Test
    void reusesAVectorAcrossARestore() throws Exception {
        embedded(aPost("p").revision(1).body("one").build());
        restart();
        passed(aPost("p").revision(2).body("one").attribute("likes", "9").build(), Action.REUSE);

        assertThat(gate.extractOutputValues().get(0).vector()).isEqualTo(FakeVectors.of("one", 8));
    }

    /** It may have been published before the restart that changed their order. */
    @Test
    void publishesWhatChangesNothingOnceMoreIfAnotherRevisionIsStillToCome() throws Exception {
        embedded(aPost("p").revision(1).body("one").build());

        reused(aPost("p").revision(3).body("one").build(), 2);
        reused(aPost("p").revision(2).body("one").attribute("likes", "9").build(), 1);

        assertThat(published()).containsExactly(1L, 3L);
    }

    /** A savepoint from before that was written does not say what came before. */
    @Test
    void publishesWhatChangesNothingIfNobodyKnowsWhatCameBefore() throws Exception {
        embedded(aPost("p").revision(1).body("one").build());

        passed(aPost("p").revision(2).body("one").build(), Action.REUSE);

        assertThat(published()).containsExactly(1L, 2L);
    }

    @Test
    void letsAnUnchangedTextWaitForAVectorStillInFlight() throws Exception {
        passed(aPost("p").revision(2).body("one").attribute("likes", "9").build(), Action.REUSE);
        restart();
        assertThat(published()).isEmpty();

        embedded(aPost("p").revision(1).body("one").build());

        assertThat(published()).containsExactly(1L, 2L);
        gate.setProcessingTime(PENDING.toMillis() + 1);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void givesUpWaitingWithADeadLetterNeverSilently() throws Exception {
        gate.setProcessingTime(0);
        passed(aPost("p").revision(2).body("one").build(), Action.REUSE);

        gate.setProcessingTime(PENDING.toMillis());

        assertThat(deadLetters()).containsExactly(DeadLetterStage.RECALL);
        assertThat(gate.numProcessingTimeTimers()).isZero();
        embedded(aPost("p").revision(1).body("one").build());
        assertThat(published()).containsExactly(1L);
    }

    @Test
    void givesUpOnTimeAlthoughNewerRevisionsTakeThePlace() throws Exception {
        gate.setProcessingTime(0);
        passed(aPost("p").revision(2).body("one").build(), Action.REUSE);
        gate.setProcessingTime(PENDING.toMillis() - 1);
        passed(aPost("p").revision(3).body("one").build(), Action.REUSE);

        gate.setProcessingTime(PENDING.toMillis());

        assertThat(deadLetters()).containsExactly(DeadLetterStage.RECALL);
    }

    @Test
    void waitsAnewForAnotherText() throws Exception {
        gate.setProcessingTime(0);
        passed(aPost("p").revision(2).body("one").build(), Action.REUSE);
        gate.setProcessingTime(PENDING.toMillis() - 1);
        passed(aPost("p").revision(4).body("two").build(), Action.REUSE);

        gate.setProcessingTime(PENDING.toMillis());

        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void waitsOnWhileTheJobTriesTheTextAgain() throws Exception {
        gate.close();
        gate = newGate(new RetryPolicy(2, Duration.ofSeconds(1), 10, TIME_TO_LIVE));
        gate.open();
        passed(aPost("p").revision(2).body("one").build(), Action.REUSE);
        failedForNow(Records.raw(aPost("p").revision(1).body("one").build()));
        assertThat(deadLetters()).containsExactly(DeadLetterStage.EMBED);

        failedForNow(again(aPost("p").revision(1).body("one").build()));

        assertThat(deadLetters())
                .containsExactlyInAnyOrder(
                        DeadLetterStage.EMBED, DeadLetterStage.EMBED, DeadLetterStage.RECALL);
    }

    /** Else a text that fails for good begins one series of retries after the other. */
    @Test
    void goesOnCountingTheAttemptsAtItsTextWhenItGivesUp() throws Exception {
        gate.close();
        gate = newGate(new RetryPolicy(6, Duration.ofSeconds(1), 10, TIME_TO_LIVE));
        gate.open();
        gate.setProcessingTime(0);
        passed(aPost("p").revision(2).body("one").build(), Action.REUSE);
        failedForNow(again(aPost("p").revision(1).body("one").build()));
        passed(aPost("p").revision(3).body("one").build(), Action.REUSE);
        restart();

        gate.setProcessingTime(PENDING.toMillis());

        assertThat(letters())
                .extracting(DeadLetter::getStage, DeadLetter::getAttempt)
                .containsExactly(tuple(DeadLetterStage.RECALL, 2));
    }

    private void failedForNow(RawRecord record) throws Exception {
        Failure failure = new Failure("Busy", "busy", true);
        arrive(
                Records.text(record),
                new ModelOutcome(task(Action.EMBED), null, 0, false, 0, failure));
    }

    private static RawRecord again(PostEvent event) {
        RawRecord raw = Records.replayed(event);
        return new RawRecord(
                raw.topic(),
                raw.partition(),
                raw.offset(),
                raw.timestamp(),
                Attempts.again(raw.headers(), 1, "m"),
                raw.key(),
                raw.value(),
                Origin.REPLAY);
    }

    @Test
    void givesUpAtOnceWhenTheVectorItWaitsForCannotBeMade() throws Exception {
        passed(aPost("p").revision(2).body("one").build(), Action.REUSE);
        failed(aPost("p").revision(1).body("one").build());

        assertThat(deadLetters())
                .containsExactlyInAnyOrder(DeadLetterStage.EMBED, DeadLetterStage.RECALL);
    }

    @Test
    void forgetsAWaitingRevisionThatANewerOneOvertook() throws Exception {
        gate.setProcessingTime(0);
        passed(aPost("p").revision(2).body("one").build(), Action.REUSE);
        passed(aPost("p").revision(3).deleted().build(), Action.WITHDRAW);

        gate.setProcessingTime(PENDING.toMillis());

        assertThat(published()).containsExactly(3L);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void writesAFailureDownAndKeepsWhatThePostHad() throws Exception {
        embedded(aPost("p").revision(1).body("one").build());
        failed(aPost("p").revision(2).body("two").build());
        embedded(aPost("p").revision(3).body("three").build());

        assertThat(deadLetters()).containsExactly(DeadLetterStage.EMBED);
        assertThat(published()).containsExactly(1L, 3L);
    }

    @Test
    void letsAReplayRepeatThePublishedRevisionButNotAnOlderOne() throws Exception {
        embedded(aPost("p").revision(2).body("two").build());
        embedded(Records.replayedText(aPost("p").revision(2).body("two").build()));
        embedded(Records.replayedText(aPost("p").revision(1).body("one").build()));

        assertThat(published()).containsExactly(2L, 2L);
    }

    @Test
    void publishesEachModelOfAPost() throws Exception {
        PostText post = Records.text(aPost("p").revision(1).body("one").build());
        float[] vector = FakeVectors.of("one", 8);
        List<ModelOutcome> results =
                List.of(
                        new ModelOutcome(task("a", "da", Action.EMBED), vector, 5, false, 1, null),
                        new ModelOutcome(
                                task("b", "db", Action.EMBED),
                                null,
                                0,
                                false,
                                0,
                                new Failure("Bad", "bad", true)));

        gate.processElement(
                new EmbeddingOutcome(post.version(), post.contentHash(), false, results, null), 0);

        assertThat(gate.extractOutputValues())
                .extracting(EmbeddedPost::modelName)
                .containsExactly("a");
        assertThat(deadLetters()).containsExactly(DeadLetterStage.EMBED);
    }

    private void merged(PostEvent event) throws Exception {
        merged("m", event);
    }

    private void merged(String model, PostEvent event) throws Exception {
        Arrival arrival = Backfilled.arrival(event, new ModelRef(model, "digest", null), BACKFILL);
        MergedVector vector = arrival.merge().merged();
        arrive(
                arrival.post(),
                new ModelOutcome(
                        arrival.merge(), vector.vector(), vector.tokens(), false, 42L, null));
    }

    @Test
    void publishesAMergedVectorWithTheBackfillItCameFrom() throws Exception {
        merged(aPost("p").revision(2).body("two").attribute("likes", "9").build());

        EmbeddedPost published = gate.extractOutputValues().get(0);
        assertThat(published.version().origin()).isEqualTo(Origin.BACKFILL);
        assertThat(published.version().backfill()).isEqualTo(BACKFILL);
        assertThat(published.version().attributes()).containsEntry("likes", "9");
        assertThat(published.vector()).isEqualTo(FakeVectors.of("two", 8));
    }

    @Test
    void mergesOnlyRevisionsAboveTheLastPublishedAcrossARestore() throws Exception {
        embedded(aPost("p").revision(2).body("two").build());
        restart();
        merged(aPost("p").revision(1).body("one").build());
        merged(aPost("p").revision(2).body("two").build());
        merged(aPost("p").revision(3).body("three").build());
        merged(aPost("p").revision(3).body("three").build());

        assertThat(published()).containsExactly(3L);
    }

    @Test
    void mergesNothingIntoADeletedPost() throws Exception {
        passed(aPost("p").revision(3).deleted().build(), Action.WITHDRAW);
        restart();
        merged(aPost("p").revision(2).body("two").build());

        assertThat(published()).isEmpty();
    }

    @Test
    void publishesLiveRevisionsAboveAMergedOneOnly() throws Exception {
        merged(aPost("p").revision(2).body("two").build());
        embedded(aPost("p").revision(2).body("two").build());
        embedded(aPost("p").revision(3).body("three").build());

        assertThat(published()).containsExactly(2L, 3L);
    }

    @Test
    void reusesAMergedVectorAcrossARestore() throws Exception {
        merged(aPost("p").revision(1).body("one").build());
        restart();
        passed(aPost("p").revision(2).body("one").attribute("likes", "9").build(), Action.REUSE);

        EmbeddedPost republished = gate.extractOutputValues().get(0);
        assertThat(republished.vector()).isEqualTo(FakeVectors.of("one", 8));
        assertThat(republished.version().origin()).isEqualTo(Origin.LIVE);
        assertThat(republished.version().backfill()).isNull();
    }

    @Test
    void givesAWaitingRevisionTheVectorThatABackfillMade() throws Exception {
        passed(aPost("p").revision(2).body("one").attribute("likes", "9").build(), Action.REUSE);
        merged(aPost("p").revision(1).body("one").build());

        assertThat(published()).containsExactly(1L, 2L);
    }

    @Test
    void keepsTheVectorsOfAllModelsAsLongAsTheFirstGateMayNameThem() throws Exception {
        gate.setStateTtlProcessingTime(0);
        embedded(aPost("p").revision(1).body("one").build());
        long later = TIME_TO_LIVE.toMillis() - 1;
        gate.setStateTtlProcessingTime(later);
        merged("another", aPost("p").revision(1).body("one").build());
        gate.setStateTtlProcessingTime(later + TIME_TO_LIVE.toMillis() - 1);

        passed(aPost("p").revision(2).body("one").attribute("likes", "9").build(), Action.REUSE);

        assertThat(published()).containsExactly(1L, 1L, 2L);
    }

    /** The first gate remembers the post anew with all its models, though one only embeds it. */
    @Test
    void keepsTheVectorsThatAReplayForAnotherModelPassesOver() throws Exception {
        gate.setStateTtlProcessingTime(0);
        embedded(aPost("p").revision(1).body("one").build());
        long later = TIME_TO_LIVE.toMillis() - 1;
        gate.setStateTtlProcessingTime(later);
        arrive(
                Records.replayedFor(aPost("p").revision(1).body("one").build(), "another"),
                new ModelOutcome(
                        task("another", "digest", Action.EMBED),
                        FakeVectors.of("one", 8),
                        5,
                        false,
                        42L,
                        null));
        gate.setStateTtlProcessingTime(later + TIME_TO_LIVE.toMillis() - 1);

        passed(aPost("p").revision(2).body("one").attribute("likes", "9").build(), Action.REUSE);

        assertThat(published()).containsExactly(1L, 1L, 2L);
    }

    @Test
    void keepsAVectorAsLongAgainWhenItsRevisionComesAgain() throws Exception {
        gate.setStateTtlProcessingTime(0);
        embedded(aPost("p").revision(1).body("one").build());
        long later = TIME_TO_LIVE.toMillis() - 1;
        gate.setStateTtlProcessingTime(later);
        embedded(aPost("p").revision(1).body("one").build());
        gate.setStateTtlProcessingTime(later + TIME_TO_LIVE.toMillis() - 1);

        passed(aPost("p").revision(2).body("one").attribute("likes", "9").build(), Action.REUSE);

        assertThat(published()).containsExactly(1L, 2L);
    }
}
