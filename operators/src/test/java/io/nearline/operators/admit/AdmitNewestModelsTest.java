package io.nearline.operators.admit;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.LiveWait;
import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.testkit.Posts;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which models the first gate asks for. */
class AdmitNewestModelsTest {

    private static final Duration TIME_TO_LIVE = Duration.ofDays(1);
    private static final ModelRef CONFIGURED = new ModelRef("configured", "digest-1", null);
    private static final ModelRef JOINED = new ModelRef("joined", "digest-2", "file:/joined");

    private KeyedBroadcastOperatorTestHarness<String, Arrival, Announcement, AdmittedPost> gate;
    private long revision;

    @BeforeEach
    void open() throws Exception {
        open(null);
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
    }

    private void open(OperatorSubtaskState state) throws Exception {
        LiveWait liveWait = new LiveWait(Duration.ofDays(1));
        gate = Gate.of(new AdmitNewest(List.of(CONFIGURED), TIME_TO_LIVE, liveWait));
        gate.setStateBackend(new EmbeddedRocksDBStateBackend());
        if (state != null) {
            gate.initializeState(state);
        }
        gate.open();
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = gate.snapshot(1, 1);
        gate.close();
        open(snapshot);
    }

    private void announce(ModelRef model, ModelPhase phase, int term) throws Exception {
        ModelStanding standing = new ModelStanding(model, phase, term);
        gate.processBroadcastElement(new Announcement(standing, phase, 1, 1, null), 0);
    }

    /** The tasks for a revision of which nothing but an attribute is new. */
    private List<ModelTask> tasks() throws Exception {
        revision++;
        gate.getOutput().clear();
        gate.processElement(Arrival.of(liked(revision)), 0);
        return gate.extractOutputValues().get(0).tasks();
    }

    private static PostText liked(long revision) {
        Posts post = aPost("p").revision(revision).body("rain");
        return Records.text(post.attribute("likes", "" + revision).build());
    }

    private List<ModelRef> asked() throws Exception {
        return tasks().stream().map(ModelTask::model).toList();
    }

    @Test
    void asksForTheConfiguredModelsBeforeAnythingIsAnnounced() throws Exception {
        assertThat(asked()).containsExactly(CONFIGURED);
    }

    @Test
    void asksForAModelFromItsAnnouncementOnAndAcrossARestart() throws Exception {
        announce(JOINED, ModelPhase.CANDIDATE, 1);
        assertThat(asked()).containsExactly(CONFIGURED, JOINED);

        restart();

        assertThat(asked()).containsExactly(CONFIGURED, JOINED);
    }

    @Test
    void doesNotAskForAModelThatIsOnlyStagedNorAnswers() throws Exception {
        announce(JOINED, ModelPhase.STAGED, 0);

        assertThat(asked()).containsExactly(CONFIGURED);
        assertThat(gate.getSideOutput(AdmitNewest.READINESS)).isNull();
    }

    @Test
    void answersEachAnnouncementThatItFollows() throws Exception {
        announce(JOINED, ModelPhase.CANDIDATE, 1);
        announce(JOINED, ModelPhase.RETIRED, 1);

        assertThat(gate.getSideOutput(AdmitNewest.READINESS))
                .extracting(StreamRecord::getValue)
                .extracting(readiness -> readiness.announcement().phase())
                .containsExactly(ModelPhase.CANDIDATE, ModelPhase.RETIRED);
    }

    @Test
    void stopsAskingForARetiredModelAndAcrossARestart() throws Exception {
        announce(JOINED, ModelPhase.CANDIDATE, 1);
        announce(JOINED, ModelPhase.RETIRED, 1);
        assertThat(asked()).containsExactly(CONFIGURED);

        restart();

        assertThat(asked()).containsExactly(CONFIGURED);
    }

    @Test
    void embedsAnewForAModelThatComesBack() throws Exception {
        announce(JOINED, ModelPhase.CANDIDATE, 1);
        assertThat(asked()).contains(JOINED);
        assertThat(tasks()).contains(ModelTask.of(JOINED, Action.REUSE));

        announce(JOINED, ModelPhase.RETIRED, 1);
        announce(JOINED, ModelPhase.CANDIDATE, 2);

        assertThat(tasks())
                .containsExactly(
                        ModelTask.of(CONFIGURED, Action.REUSE), ModelTask.of(JOINED, Action.EMBED));
    }

    @Test
    void goesOnFromTheStateOfAVersionThatKnewConfiguredModelsOnly() throws Exception {
        revision = 1;
        OperatorSubtaskState former = stateOfFormerVersion(liked(revision));
        gate.close();
        open(former);

        assertThat(tasks()).containsExactly(ModelTask.of(CONFIGURED, Action.REUSE));
    }

    private static OperatorSubtaskState stateOfFormerVersion(PostText post) throws Exception {
        var harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new FormerGate()),
                        text -> text.version().postId(),
                        Types.STRING);
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
        try (harness) {
            harness.open();
            harness.processElement(post, 0);
            return harness.snapshot(1, 1);
        }
    }

    /** What the gate was before models could join: one input, no broadcast state. */
    private static final class FormerGate
            extends KeyedProcessFunction<String, PostText, AdmittedPost> {

        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(PostText post, Context context, Collector<AdmittedPost> out)
                throws Exception {
            getRuntimeContext()
                    .getState(AdmitState.memory(TIME_TO_LIVE))
                    .update(
                            new PostMemory(
                                    post.version().revision(),
                                    post.contentHash(),
                                    List.of(CONFIGURED.digest())));
        }
    }
}
