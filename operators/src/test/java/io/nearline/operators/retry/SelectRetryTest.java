package io.nearline.operators.retry;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.admit.AdmitState;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.FollowedModels;
import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.model.OpeningStandings;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterLane;
import io.nearline.schemas.DeadLetterStage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.util.BroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SelectRetryTest {

    private static final RetryPolicy POLICY =
            new RetryPolicy(3, Duration.ofSeconds(1), 10, Duration.ofDays(2));
    private static final ModelRef MINE = new ModelRef("mine", "digest-1", null);
    private static final ModelRef JOINED = new ModelRef("joined", "digest-2", "file:///bundle");

    private BroadcastOperatorTestHarness<RawRecord, Announcement, FailedRecord> step;

    @BeforeEach
    void open() throws Exception {
        step = newStep();
        step.open();
    }

    @AfterEach
    void close() throws Exception {
        step.close();
    }

    private static BroadcastOperatorTestHarness<RawRecord, Announcement, FailedRecord> newStep()
            throws Exception {
        var models = new FollowedModels(List.of(MINE), OpeningStandings.NONE);
        return new BroadcastOperatorTestHarness<>(
                new CoBroadcastWithNonKeyedOperator<>(
                        new SelectRetry("posts", POLICY, models), List.of(AdmitState.STANDINGS)),
                1,
                1,
                0);
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = step.snapshot(1, 1);
        step.close();
        step = newStep();
        step.initializeState(snapshot);
        step.open();
    }

    private void announce(ModelRef model, ModelPhase phase) throws Exception {
        step.processBroadcastElement(
                new Announcement(new ModelStanding(model, phase, 1), phase, 1, 1, null), 0);
    }

    private void failed(String modelName, int attempt) throws Exception {
        DeadLetter letter =
                DeadLetter.newBuilder()
                        .setTopic("posts")
                        .setPartition(3)
                        .setOffset(9001)
                        .setTimestamp(Instant.EPOCH)
                        .setHeaders(List.of())
                        .setKey(null)
                        .setValue(
                                ByteBuffer.wrap(
                                        Records.raw(aPost("p").body("text").build()).value()))
                        .setStage(DeadLetterStage.EMBED)
                        .setModelName(modelName)
                        .setReasonClass("Busy")
                        .setMessage("busy")
                        .setRetryable(true)
                        .setFailedAt(Instant.EPOCH)
                        .setAttempt(attempt)
                        .setLane(DeadLetterLane.LIVE)
                        .build();
        step.processElement(Records.raw(AvroCodec.of(DeadLetter.class).encode(letter)), 0);
    }

    private int selected() {
        return step.extractOutputValues().size();
    }

    @Test
    void triesAgainOnlyWhatFailedForAModelOfThisJob() throws Exception {
        failed("of another job", 1);
        assertThat(selected()).isZero();
        failed("mine", 1);
        assertThat(selected()).isEqualTo(1);
    }

    @Test
    void followsModelsThatJoinAndLeave() throws Exception {
        failed("joined", 1);
        announce(JOINED, ModelPhase.ACTIVE);
        failed("joined", 1);
        assertThat(selected()).isEqualTo(1);

        announce(JOINED, ModelPhase.RETIRED);
        failed("joined", 1);

        assertThat(selected()).isEqualTo(1);
    }

    /** It reads letters before the first announcement. */
    @Test
    void knowsAfterARestartWhichModelsHadJoined() throws Exception {
        announce(JOINED, ModelPhase.ACTIVE);
        restart();
        failed("joined", 1);

        assertThat(selected()).isEqualTo(1);
    }

    @Test
    void leavesWhatWasTriedOftenEnough() throws Exception {
        failed("mine", 3);

        assertThat(selected()).isZero();
    }
}
