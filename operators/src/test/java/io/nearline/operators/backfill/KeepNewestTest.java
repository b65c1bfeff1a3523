package io.nearline.operators.backfill;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.decode.Post;
import io.nearline.testkit.Posts;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeepNewestTest {

    private KeyedOneInputStreamOperatorTestHarness<String, Candidate, Post> gate;

    @BeforeEach
    void open() throws Exception {
        gate = newGate();
        gate.open();
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Candidate, Post> newGate()
            throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new KeepNewest()),
                        Candidate::postId,
                        Types.STRING);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        return harness;
    }

    private void survey(Posts event) throws Exception {
        Post post = Records.post(event.build());
        process(new Candidate(post.version().postId(), post.version().revision(), true, null));
    }

    private void arrive(Posts event) throws Exception {
        process(candidate(event, true));
    }

    private static Candidate candidate(Posts event, boolean selected) {
        Post post = Records.post(event.build());
        return new Candidate(post.version().postId(), post.version().revision(), selected, post);
    }

    private void process(Candidate candidate) throws Exception {
        gate.processElement(new StreamRecord<>(candidate));
    }

    private void endSurvey() throws Exception {
        gate.processWatermark(new Watermark(KeepNewest.SURVEYED));
    }

    private List<Long> kept() {
        return gate.extractOutputValues().stream().map(post -> post.version().revision()).toList();
    }

    private List<String> skipped() {
        return tallies().stream()
                .filter(tally -> tally.kind() == Tally.Kind.SKIPPED)
                .map(Tally::reason)
                .toList();
    }

    private long posts() {
        return tallies().stream()
                .filter(tally -> tally.kind() == Tally.Kind.SURVEYED)
                .mapToLong(Tally::count)
                .sum();
    }

    private List<Tally> tallies() {
        Queue<StreamRecord<Tally>> output = gate.getSideOutput(Tally.TAG);
        return output == null ? List.of() : output.stream().map(StreamRecord::getValue).toList();
    }

    @Test
    void keepsTheNewestRevisionWhateverTheOrder() throws Exception {
        survey(aPost("p").revision(3));
        survey(aPost("p").revision(1));
        survey(aPost("p").revision(2));
        endSurvey();

        arrive(aPost("p").revision(3));
        arrive(aPost("p").revision(1));
        arrive(aPost("p").revision(2));

        assertThat(kept()).containsExactly(3L);
        assertThat(skipped()).containsExactly("older-revision", "older-revision");
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void keepsARepeatedRevisionOnce() throws Exception {
        survey(aPost("p").revision(2));
        survey(aPost("p").revision(2));
        endSurvey();

        arrive(aPost("p").revision(2));
        arrive(aPost("p").revision(2));

        assertThat(kept()).containsExactly(2L);
        assertThat(skipped()).containsExactly("repeated");
    }

    @Test
    void keepsNothingOfADeletedPost() throws Exception {
        survey(aPost("p").revision(1));
        survey(aPost("p").revision(2).deleted());
        endSurvey();

        arrive(aPost("p").revision(1));
        arrive(aPost("p").revision(2).deleted());

        assertThat(kept()).isEmpty();
        assertThat(skipped()).containsExactly("older-revision", "deleted");
    }

    @Test
    void judgesThePostByItsNewestRevision() throws Exception {
        process(new Candidate("p", 1, true, null));
        assertThat(posts()).isEqualTo(1);
        process(new Candidate("p", 2, false, null));
        endSurvey();

        process(candidate(aPost("p").revision(1), true));
        process(candidate(aPost("p").revision(2), false));

        assertThat(kept()).isEmpty();
        assertThat(posts()).isZero();
        assertThat(skipped()).containsExactly("older-revision", "not-in-subset");
    }

    @Test
    void holdsBackWhatComesBeforeEverySourceHasFinishedTheSurvey() throws Exception {
        arrive(aPost("p").revision(1));
        survey(aPost("p").revision(2));
        arrive(aPost("p").revision(2));
        assertThat(kept()).isEmpty();

        endSurvey();

        assertThat(kept()).containsExactly(2L);
        assertThat(skipped()).containsExactly("older-revision");
    }

    @Test
    void remembersInASnapshotWhatItKnewKeptAndHeldBack() throws Exception {
        survey(aPost("kept").revision(2));
        survey(aPost("known").revision(5));
        endSurvey();
        arrive(aPost("kept").revision(2));
        OperatorSubtaskState snapshot = gate.snapshot(1, 1);
        gate.close();
        gate = newGate();
        gate.initializeState(snapshot);
        gate.open();

        arrive(aPost("kept").revision(2));
        arrive(aPost("known").revision(4));
        OperatorSubtaskState second = gate.snapshot(2, 2);
        gate.close();
        gate = newGate();
        gate.initializeState(second);
        gate.open();
        endSurvey();
        arrive(aPost("known").revision(5));

        assertThat(kept()).containsExactly(5L);
        assertThat(skipped()).containsExactlyInAnyOrder("repeated", "older-revision");
    }
}
