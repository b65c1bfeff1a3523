package io.nearline.operators.retry;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.record.Attempts;
import io.nearline.operators.record.NamedModels;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AwaitRetryTest {

    private static final Duration MEMORY = Duration.ofDays(2);
    private static final RetryPolicy POLICY = new RetryPolicy(4, Duration.ofSeconds(1), 10, MEMORY);

    private KeyedOneInputStreamOperatorTestHarness<String, FailedRecord, RawRecord> lane;

    @BeforeEach
    void open() throws Exception {
        lane = newLane();
        lane.open();
        lane.setProcessingTime(0);
    }

    @AfterEach
    void close() throws Exception {
        lane.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, FailedRecord, RawRecord> newLane()
            throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new AwaitRetry(POLICY)),
                        FailedRecord::identity,
                        Types.STRING);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        return harness;
    }

    private void restartAt(long now) throws Exception {
        OperatorSubtaskState snapshot = lane.snapshot(1, 1);
        lane.close();
        lane = newLane();
        lane.initializeState(snapshot);
        lane.open();
        lane.setProcessingTime(now);
    }

    private void fails(long offset, int attempt) throws Exception {
        fails(offset, attempt, null);
    }

    private void fails(long offset, int attempt, String modelName) throws Exception {
        RawRecord raw = Records.raw(aPost("p").revision(offset).body("text").build());
        RawRecord record =
                new RawRecord(
                        raw.topic(),
                        raw.partition(),
                        offset,
                        raw.timestamp(),
                        Attempts.again(List.of(), attempt, modelName),
                        raw.key(),
                        raw.value(),
                        Origin.REPLAY);
        lane.processElement(new FailedRecord(record, attempt, lane.getProcessingTime()), 0);
    }

    private int broughtBack() {
        return lane.extractOutputValues().size();
    }

    @Test
    void bringsARecordBackAfterTheDelay() throws Exception {
        fails(7, 1);
        lane.setProcessingTime(999);
        assertThat(broughtBack()).isZero();

        lane.setProcessingTime(1000);

        assertThat(lane.extractOutputValues()).extracting(RawRecord::offset).containsExactly(7L);
        assertThat(lane.numProcessingTimeTimers()).isZero();
    }

    @Test
    void waitsFourTimesAsLongEachTime() throws Exception {
        fails(7, 3);
        lane.setProcessingTime(15_999);
        assertThat(broughtBack()).isZero();

        lane.setProcessingTime(16_000);

        assertThat(broughtBack()).isEqualTo(1);
    }

    private List<Set<String>> models() {
        return lane.extractOutputValues().stream()
                .map(record -> NamedModels.of(record.headers()))
                .toList();
    }

    @Test
    void bringsARecordBackOnceForTheModelsThatItFailedFor() throws Exception {
        fails(7, 1, "a");
        fails(7, 1, "b");
        restartAt(500);
        fails(7, 1, "a");
        lane.setProcessingTime(100_000);

        assertThat(models()).containsExactly(Set.of("a", "b"));
    }

    @Test
    void forgetsNoModelWhenAnotherFailsOnceMore() throws Exception {
        fails(7, 1, "a");
        fails(7, 2, "b");
        fails(7, 1, "c");
        lane.setProcessingTime(100_000);

        assertThat(models()).containsExactly(Set.of("a", "b", "c"));
    }

    @Test
    void bringsARecordBackForAllModelsIfOneLetterSaysSo() throws Exception {
        fails(7, 1, "a");
        fails(7, 1, null);
        fails(7, 1, "b");
        lane.setProcessingTime(100_000);

        assertThat(models()).containsExactly(Set.of());
    }

    /** It was read twice after a restart. */
    @Test
    void bringsARecordBackOnceThatFailedTwiceMeanwhile() throws Exception {
        fails(7, 1);
        fails(7, 1);
        lane.setProcessingTime(100_000);

        assertThat(broughtBack()).isEqualTo(1);
    }

    @Test
    void neverBringsBackMoreThanTheRateAllows() throws Exception {
        for (int i = 0; i < 100; i++) {
            fails(i, 1);
        }
        lane.setProcessingTime(1_999);
        assertThat(broughtBack()).isEqualTo(10);
        lane.setProcessingTime(5_999);
        assertThat(broughtBack()).isEqualTo(50);
        lane.setProcessingTime(11_000);
        assertThat(broughtBack()).isEqualTo(100);
    }

    @Test
    void leavesWhatWouldHaveToWaitTooLong() throws Exception {
        long room = (RetrySchedule.HORIZON.toSeconds() + 1) * POLICY.perSecond();
        for (int i = 0; i < room + 500; i++) {
            fails(i, 1);
        }

        assertThat(lane.numProcessingTimeTimers()).isEqualTo((int) room);
    }

    @Test
    void losesAndDoublesNothingInARestart() throws Exception {
        fails(7, 1);
        restartAt(500);
        assertThat(broughtBack()).isZero();
        lane.setProcessingTime(1000);
        assertThat(broughtBack()).isEqualTo(1);
        restartAt(2000);
        assertThat(broughtBack()).isZero();
    }

    @Test
    void doesNotBringBackAllAtOnceWhatWasDueWhileTheJobWasDown() throws Exception {
        for (int i = 0; i < 100; i++) {
            fails(i, 1);
        }
        restartAt(3_600_000);
        assertThat(broughtBack()).isLessThanOrEqualTo(10);

        lane.setProcessingTime(3_611_000);

        assertThat(broughtBack()).isEqualTo(100);
    }

    /** A delete of the post may have been forgotten by then. */
    @Test
    void bringsNothingBackThatFailedLongerAgoThanTheGateRemembers() throws Exception {
        fails(7, 1);
        restartAt(MEMORY.toMillis());
        lane.setProcessingTime(MEMORY.toMillis() + 60_000);

        assertThat(broughtBack()).isZero();
        assertThat(lane.numProcessingTimeTimers()).isZero();
    }
}
