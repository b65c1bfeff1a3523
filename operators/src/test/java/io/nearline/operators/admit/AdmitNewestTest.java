package io.nearline.operators.admit;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.merge.Backfilled;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.LiveWait;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.Backfill;
import io.nearline.schemas.PostEvent;
import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmitNewestTest {

    private static final Duration TIME_TO_LIVE = Duration.ofDays(1);
    private static final ModelRef MODEL = new ModelRef("m", "digest", null);

    private final LiveWait liveWait = new LiveWait(Duration.ofMillis(250));
    private KeyedBroadcastOperatorTestHarness<String, Arrival, Announcement, AdmittedPost> gate;

    @BeforeEach
    void open() throws Exception {
        gate = newGate();
        gate.open();
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
    }

    private KeyedBroadcastOperatorTestHarness<String, Arrival, Announcement, AdmittedPost> newGate()
            throws Exception {
        return newGate(MODEL);
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = gate.snapshot(1, 1);
        gate.close();
        gate = newGate();
        gate.initializeState(snapshot);
        gate.open();
    }

    private KeyedBroadcastOperatorTestHarness<String, Arrival, Announcement, AdmittedPost> newGate(
            ModelRef model) throws Exception {
        var harness = Gate.of(new AdmitNewest(List.of(model), TIME_TO_LIVE, liveWait));
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        return harness;
    }

    private void arrive(PostEvent event) throws Exception {
        gate.processElement(new StreamRecord<>(Arrival.of(Records.text(event))));
    }

    private List<Long> admitted() {
        return gate.extractOutputValues().stream()
                .map(post -> post.post().version().revision())
                .toList();
    }

    @Test
    void admitsRevisionsOfOnePostInIncreasingOrderOnly() throws Exception {
        arrive(aPost("p").revision(2).body("two").build());
        arrive(aPost("p").revision(1).body("one").build());
        arrive(aPost("p").revision(3).body("three").build());
        arrive(aPost("p").revision(3).body("three").build());

        assertThat(admitted()).containsExactly(2L, 3L);
    }

    @Test
    void saysWhatALiveRevisionSupersedes() throws Exception {
        arrive(aPost("p").revision(2).body("two").build());
        arrive(aPost("p").revision(1).body("one").build());
        arrive(aPost("p").revision(5).body("two").build());
        gate.processElement(
                new StreamRecord<>(
                        Arrival.of(
                                Records.replayedText(aPost("p").revision(5).body("two").build()))));

        assertThat(gate.extractOutputValues())
                .extracting(AdmittedPost::supersedes)
                .containsExactly(null, 2L, null);
    }

    @Test
    void keepsPostsApart() throws Exception {
        arrive(aPost("p").revision(2).body("two").build());
        arrive(aPost("q").revision(1).body("one").build());

        assertThat(admitted()).containsExactly(2L, 1L);
    }

    @Test
    void remembersAcrossARestore() throws Exception {
        arrive(aPost("p").revision(5).body("text").build());
        restart();

        arrive(aPost("p").revision(4).body("older").build());
        arrive(aPost("p").revision(6).body("text").attribute("likes", "1").build());

        assertThat(admitted()).containsExactly(6L);
        assertThat(gate.extractOutputValues().get(0).tasks().get(0).action())
                .isEqualTo(Action.REUSE);
    }

    @Test
    void forgetsAPostThatHasNotChangedForItsTimeToLive() throws Exception {
        gate.setStateTtlProcessingTime(0);
        arrive(aPost("p").revision(5).body("text").build());
        gate.setStateTtlProcessingTime(TIME_TO_LIVE.toMillis() + 1);

        arrive(aPost("p").revision(4).body("older").build());

        assertThat(admitted()).containsExactly(5L, 4L);
    }

    private void merge(PostEvent event, long asOf) throws Exception {
        gate.processElement(Backfilled.arrival(event, MODEL, new Backfill("b", asOf)), 0);
    }

    private List<Action> actions() {
        return gate.extractOutputValues().stream()
                .map(post -> post.tasks().get(0).action())
                .toList();
    }

    private void pass(Duration time) throws Exception {
        gate.setProcessingTime(time.toMillis());
        gate.setStateTtlProcessingTime(time.toMillis());
    }

    @Test
    void stillSeesItsOwnRevisionAsNewAfterABackfillWasFaster() throws Exception {
        merge(aPost("p").revision(5).body("text").build(), 1);
        arrive(aPost("p").revision(5).body("text").build());

        assertThat(actions()).containsExactly(Action.MERGE, Action.EMBED);
    }

    @Test
    void mergesNothingIntoADeletedPostAcrossARestore() throws Exception {
        arrive(aPost("p").revision(5).body("text").build());
        arrive(aPost("p").revision(6).deleted().build());
        restart();

        merge(aPost("p").revision(5).body("text").build(), 1);

        assertThat(actions()).isEmpty();
    }

    @Test
    void mergesNothingOnceADeleteMayBeForgotten() throws Exception {
        pass(Duration.ZERO);
        arrive(aPost("p").revision(6).deleted().build());
        pass(TIME_TO_LIVE);

        merge(aPost("p").revision(5).body("text").build(), 0);
        merge(aPost("q").revision(1).body("text").build(), 1);

        assertThat(actions()).containsExactly(Action.WITHDRAW, Action.MERGE);
    }

    @Test
    void reusesAMergedVectorForANewAttributeAcrossARestore() throws Exception {
        gate.close();
        gate = newGate(new ModelRef("old", "old-digest", null));
        gate.open();
        arrive(aPost("p").revision(5).body("text").build());
        restart();
        merge(aPost("p").revision(5).body("text").build(), 1);
        restart();

        arrive(aPost("p").revision(6).body("text").attribute("likes", "1").build());

        assertThat(actions()).containsExactly(Action.REUSE);
    }

    @Test
    void tellsWhenLiveRecordsComeLateButNotMerges() throws Exception {
        gate.setProcessingTime(Records.TIMESTAMP + 1000);
        merge(aPost("p").revision(5).body("text").build(), Records.TIMESTAMP);
        assertThat(liveWait.isOn(Records.TIMESTAMP + 1000)).isFalse();

        arrive(aPost("p").revision(5).body("text").build());

        assertThat(liveWait.isOn(Records.TIMESTAMP + 1000)).isTrue();
    }
}
