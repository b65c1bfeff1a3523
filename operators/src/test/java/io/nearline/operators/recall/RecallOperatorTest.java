package io.nearline.operators.recall;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ModelOutcome;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.retry.RetryPolicy;
import io.nearline.testkit.FakeVectors;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the vectors of a model that stops serving. */
class RecallOperatorTest {

    private static final Duration TIME_TO_LIVE = Duration.ofDays(2);
    private static final RecallTimes TIMES =
            new RecallTimes(TIME_TO_LIVE, Duration.ofMinutes(5), Duration.ZERO);
    private static final ModelRef KEPT = new ModelRef("kept", "digest-1", null);
    private static final ModelRef LEAVING = new ModelRef("leaving", "digest-2", null);

    /** More than one slice of a sweep. */
    private static final int POSTS = 150;

    private static final long EMBEDDED_AT = 1000;
    private static final long ONE_TICK = 25;

    private RecallOperator operator;
    private KeyedTwoInputStreamOperatorTestHarness<
                    String, EmbeddingOutcome, Announcement, EmbeddedPost>
            gate;
    private long now = 2 * EMBEDDED_AT;

    private void open(StateBackend backend, OperatorSubtaskState state, ModelRef... configured)
            throws Exception {
        operator = new RecallOperator(List.of(configured), TIMES, RetryPolicy.never());
        gate =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        operator, outcome -> outcome.version().postId(), null, Types.STRING);
        gate.setStateBackend(backend);
        gate.setProcessingTime(now);
        if (state != null) {
            gate.initializeState(state);
        }
        gate.open();
    }

    private void open(ModelRef... configured) throws Exception {
        open(new EmbeddedRocksDBStateBackend(), null, configured);
    }

    private OperatorSubtaskState stop() throws Exception {
        OperatorSubtaskState snapshot = gate.snapshot(1, 1);
        gate.close();
        return snapshot;
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
    }

    @Test
    void freesTheVectorsOfARetiredModelAndNoOthers() throws Exception {
        open(KEPT, LEAVING);
        publishAll();

        announce(ModelPhase.RETIRED, 1);
        tick(10);

        assertThat(vectorsOf(LEAVING)).isZero();
        assertThat(vectorsOf(KEPT)).isEqualTo(POSTS);
    }

    @Test
    void freesThemInStateThatIsHeldInMemoryToo() throws Exception {
        open(new HashMapStateBackend(), null, KEPT, LEAVING);
        publishAll();

        announce(ModelPhase.RETIRED, 1);
        tick(10);

        assertThat(vectorsOf(LEAVING)).isZero();
        assertThat(vectorsOf(KEPT)).isEqualTo(POSTS);
    }

    @Test
    void letsTheStreamPassBetweenTwoSlices() throws Exception {
        open(KEPT, LEAVING);
        tick(2);
        publishAll();
        announce(ModelPhase.RETIRED, 1);

        tick(1);
        gate.getOutput().clear();
        publish("another", KEPT);

        assertThat(vectorsOf(LEAVING)).isBetween(1, POSTS - 1);
        assertThat(gate.extractOutputValues()).hasSize(1);
    }

    @Test
    void freesTheRestAfterARestart() throws Exception {
        open(KEPT, LEAVING);
        tick(2);
        publishAll();
        announce(ModelPhase.RETIRED, 1);
        tick(1);
        OperatorSubtaskState halfway = stop();

        open(new EmbeddedRocksDBStateBackend(), halfway, KEPT, LEAVING);
        tick(10);

        assertThat(vectorsOf(LEAVING)).isZero();
        assertThat(vectorsOf(KEPT)).isEqualTo(POSTS);
    }

    @Test
    void doesNotLookAgainForWhatItHasFreed() throws Exception {
        open(KEPT, LEAVING);
        publishAll();
        announce(ModelPhase.RETIRED, 1);
        tick(10);
        OperatorSubtaskState done = stop();

        open(new EmbeddedRocksDBStateBackend(), done, KEPT, LEAVING);

        assertThat(gate.getProcessingTimeService().getNumActiveTimers()).isZero();
    }

    /** Reading all vectors takes hours in a large state. */
    @Test
    void readsNoVectorAfterARescaleIfNoModelEverLeft() throws Exception {
        openSubtask(1, 0, null);
        publishAll();
        tick(10);
        OperatorSubtaskState before = stop();

        openSubtask(2, 0, before);
        assertThat(gate.getProcessingTimeService().getNumActiveTimers()).isZero();
        gate.close();
        openSubtask(2, 1, before);
        assertThat(gate.getProcessingTimeService().getNumActiveTimers()).isZero();
    }

    private void openSubtask(int subtasks, int subtask, OperatorSubtaskState before)
            throws Exception {
        operator = new RecallOperator(List.of(KEPT), TIMES, RetryPolicy.never());
        gate =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        operator,
                        outcome -> outcome.version().postId(),
                        null,
                        Types.STRING,
                        2,
                        subtasks,
                        subtask);
        gate.setStateBackend(new EmbeddedRocksDBStateBackend());
        gate.setProcessingTime(now);
        if (before != null) {
            gate.initializeState(
                    AbstractStreamOperatorTestHarness.repartitionOperatorState(
                            before, 2, 1, subtasks, subtask));
        }
        gate.open();
    }

    @Test
    void freesTheVectorsOfAModelThatTheJobIsNoLongerConfiguredWith() throws Exception {
        open(KEPT, LEAVING);
        publishAll();
        announce(ModelPhase.CONFIGURED, 1);
        tick(10);
        OperatorSubtaskState savepoint = stop();

        open(new EmbeddedRocksDBStateBackend(), savepoint, KEPT);
        tick(10);

        assertThat(vectorsOf(LEAVING)).isZero();
        assertThat(vectorsOf(KEPT)).isEqualTo(POSTS);
    }

    @Test
    void freesWhatAFormerVersionLeftOfAModelThatNobodyKnows() throws Exception {
        OperatorSubtaskState former = stateOfFormerVersion();

        open(new EmbeddedRocksDBStateBackend(), former, KEPT);
        tick(10);

        assertThat(vectorsOf(LEAVING)).isZero();
        assertThat(vectorsOf(KEPT)).isEqualTo(POSTS);
    }

    /** Of the second gate as it was without a sweep: one input, no broadcast state. */
    private static OperatorSubtaskState stateOfFormerVersion() throws Exception {
        var former =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new RecallVector(TIMES, RetryPolicy.never())),
                        outcome -> outcome.version().postId(),
                        Types.STRING);
        former.setStateBackend(new EmbeddedRocksDBStateBackend());
        try (former) {
            former.open();
            for (int i = 0; i < POSTS; i++) {
                former.processElement(outcome("post-" + i, KEPT, LEAVING), 0);
            }
            return former.snapshot(1, 1);
        }
    }

    @Test
    void keepsTheVectorsOfAModelThatComesBackBeforeTheyAreFreed() throws Exception {
        open(KEPT, LEAVING);
        tick(2);
        publishAll();
        announce(ModelPhase.RETIRED, 1);
        announce(ModelPhase.CANDIDATE, 2);

        tick(10);

        assertThat(vectorsOf(LEAVING)).isEqualTo(POSTS);
    }

    @Test
    void findsARevisionThatWaitedForItsVectorBeforeARestart() throws Exception {
        open(KEPT);
        wait("p", 2);
        OperatorSubtaskState waiting = stop();

        open(new EmbeddedRocksDBStateBackend(), waiting, KEPT);
        publish("p", KEPT);

        assertThat(gate.extractOutputValues())
                .extracting(post -> post.version().revision())
                .containsExactly(1L, 2L);
    }

    @Test
    void findsARevisionThatWaitsSinceTheStart() throws Exception {
        open(KEPT);
        publish("another", KEPT);
        wait("p", 2);
        gate.getOutput().clear();

        publish("p", KEPT);

        assertThat(gate.extractOutputValues())
                .extracting(post -> post.version().revision())
                .containsExactly(1L, 2L);
    }

    /** An edit of attributes alone, before the vector of its text is there. */
    private void wait(String postId, long revision) throws Exception {
        PostText edited =
                Records.text(
                        aPost(postId)
                                .revision(revision)
                                .body("rain")
                                .attribute("likes", "9")
                                .build());
        ModelOutcome passed =
                new ModelOutcome(ModelTask.of(KEPT, Action.REUSE), null, 0, false, 0, null);
        gate.processElement1(
                new EmbeddingOutcome(
                        edited.version(),
                        edited.contentHash(),
                        edited.cut(),
                        List.of(passed),
                        null),
                0);
    }

    private void publishAll() throws Exception {
        for (int i = 0; i < POSTS; i++) {
            publish("post-" + i, KEPT, LEAVING);
        }
    }

    private void publish(String postId, ModelRef... models) throws Exception {
        gate.processElement1(outcome(postId, models), 0);
    }

    private static EmbeddingOutcome outcome(String postId, ModelRef... models) {
        PostText post = Records.text(aPost(postId).body("rain").build());
        float[] vector = FakeVectors.of(post.text(), 8);
        List<ModelOutcome> results =
                Stream.of(models)
                        .map(model -> ModelTask.of(model, Action.EMBED))
                        .map(task -> new ModelOutcome(task, vector, 5, false, EMBEDDED_AT, null))
                        .toList();
        return new EmbeddingOutcome(post.version(), post.contentHash(), post.cut(), results, null);
    }

    private void announce(ModelPhase phase, int term) throws Exception {
        ModelStanding standing = new ModelStanding(LEAVING, phase, term);
        gate.processElement2(new Announcement(standing, phase, 1, 1, null), 0);
    }

    private void tick(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            now += ONE_TICK;
            gate.setProcessingTime(now);
        }
    }

    private int vectorsOf(ModelRef model) throws Exception {
        KeyedStateBackend<String> backend = operator.getKeyedStateBackend();
        List<String> posts;
        try (Stream<String> keys = backend.getKeys(RecallState.PUBLISHED, VoidNamespace.INSTANCE)) {
            posts = keys.toList();
        }
        int count = 0;
        for (String post : posts) {
            backend.setCurrentKey(post);
            var published =
                    backend.getPartitionedState(
                            VoidNamespace.INSTANCE,
                            VoidNamespaceSerializer.INSTANCE,
                            RecallState.published(TIME_TO_LIVE));
            count += published.contains(model.name()) ? 1 : 0;
        }
        return count;
    }
}
