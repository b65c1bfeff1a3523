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
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.retry.RetryPolicy;
import io.nearline.testkit.FakeVectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the topic forgets the deletes of posts. */
class TombstoneTest {

    private static final Duration TIME_TO_LIVE = Duration.ofDays(10);
    private static final Duration PENDING = Duration.ofMinutes(5);
    private static final Duration AFTER = Duration.ofDays(3);
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final ModelRef ONE = new ModelRef("one", "digest-1", null);
    private static final ModelRef OTHER = new ModelRef("other", "digest-2", null);
    private static final List<ModelRef> MODELS = List.of(ONE, OTHER);
    private static final int KEY_GROUPS = 2;

    private KeyedTwoInputStreamOperatorTestHarness<
                    String, EmbeddingOutcome, Announcement, EmbeddedPost>
            gate;
    private long now = Duration.ofDays(1000).toMillis();

    @BeforeEach
    void open() throws Exception {
        open(AFTER, null);
    }

    @AfterEach
    void close() throws Exception {
        gate.close();
    }

    private void open(Duration after, OperatorSubtaskState state) throws Exception {
        open(after, state, 1, 0);
    }

    private void open(Duration after, OperatorSubtaskState state, int subtasks, int subtask)
            throws Exception {
        gate =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new RecallOperator(
                                MODELS,
                                new RecallTimes(TIME_TO_LIVE, PENDING, after),
                                RetryPolicy.never()),
                        outcome -> outcome.version().postId(),
                        null,
                        Types.STRING,
                        KEY_GROUPS,
                        subtasks,
                        subtask);
        gate.setStateBackend(new EmbeddedRocksDBStateBackend());
        advanceTime();
        if (state != null) {
            gate.initializeState(state);
        }
        gate.open();
    }

    private void restart(Duration after) throws Exception {
        OperatorSubtaskState state = stop();
        open(after, state);
    }

    private void comeBackAfter(Duration time) throws Exception {
        OperatorSubtaskState state = stop();
        now += time.toMillis();
        open(AFTER, state);
    }

    private OperatorSubtaskState stop() throws Exception {
        OperatorSubtaskState snapshot = gate.snapshot(1, now);
        gate.close();
        return snapshot;
    }

    private void pass(Duration time) throws Exception {
        now += time.toMillis();
        advanceTime();
    }

    private void advanceTime() throws Exception {
        gate.setStateTtlProcessingTime(now);
        gate.setProcessingTime(now);
    }

    private void edit(long revision, ModelRef... models) throws Exception {
        PostText post =
                Records.text(aPost("p").revision(revision).body("text " + revision).build());
        float[] vector = FakeVectors.of(post.text(), 8);
        arrive(post, Action.EMBED, vector, models);
    }

    private void delete(long revision, ModelRef... models) throws Exception {
        PostText post = Records.text(aPost("p").revision(revision).deleted().build());
        arrive(post, Action.WITHDRAW, null, models);
    }

    private void arrive(PostText post, Action action, float[] vector, ModelRef... models)
            throws Exception {
        List<ModelOutcome> results =
                Stream.of(models)
                        .map(model -> ModelTask.of(model, action))
                        .map(task -> new ModelOutcome(task, vector, 5, false, 1, null))
                        .toList();
        gate.processElement1(
                new EmbeddingOutcome(post.version(), post.contentHash(), post.cut(), results, null),
                0);
    }

    private List<String> published() {
        return gate.extractOutputValues().stream()
                .map(
                        post ->
                                "%s@%s r%d %s"
                                        .formatted(
                                                post.version().postId(),
                                                post.modelName(),
                                                post.version().revision(),
                                                post.publication()))
                .toList();
    }

    @Test
    void endsADeleteWithATombstoneSomeTimeAfterIt() throws Exception {
        edit(1, ONE);
        delete(2, ONE);
        pass(AFTER.minus(MOMENT));
        assertThat(published()).containsExactly("p@one r1 UPSERT", "p@one r2 DELETE");

        pass(MOMENT);

        assertThat(published())
                .containsExactly("p@one r1 UPSERT", "p@one r2 DELETE", "p@one r2 TOMBSTONE");
    }

    @Test
    void eachModelsDeleteHasItsOwn() throws Exception {
        delete(2, ONE, OTHER);
        edit(3, OTHER);

        pass(AFTER);

        assertThat(published())
                .containsExactly(
                        "p@one r2 DELETE",
                        "p@other r2 DELETE",
                        "p@other r3 UPSERT",
                        "p@one r2 TOMBSTONE");
    }

    @Test
    void aNewerRevisionCancelsIt() throws Exception {
        delete(2, ONE);
        pass(AFTER.minus(MOMENT));
        edit(3, ONE);

        pass(AFTER);

        assertThat(published()).containsExactly("p@one r2 DELETE", "p@one r3 UPSERT");
    }

    @Test
    void aLaterDeleteStartsTheTimeAnew() throws Exception {
        delete(2, ONE);
        pass(AFTER.minus(MOMENT));
        edit(3, ONE);
        delete(4, ONE);
        gate.getOutput().clear();

        pass(AFTER.minus(MOMENT));
        assertThat(published()).isEmpty();
        pass(MOMENT);

        assertThat(published()).containsExactly("p@one r4 TOMBSTONE");
    }

    @Test
    void nothingOlderThanTheDeleteComesAfterIt() throws Exception {
        edit(1, ONE);
        delete(3, ONE);
        pass(TIME_TO_LIVE.minus(MOMENT));

        edit(2, ONE);
        delete(3, ONE);

        assertThat(published())
                .containsExactly("p@one r1 UPSERT", "p@one r3 DELETE", "p@one r3 TOMBSTONE");
    }

    @Test
    void somethingNewerDoes() throws Exception {
        delete(3, ONE);
        pass(AFTER);

        edit(4, ONE);

        assertThat(published())
                .containsExactly("p@one r3 DELETE", "p@one r3 TOMBSTONE", "p@one r4 UPSERT");
    }

    @Test
    void aRestartPutsItOffByNothing() throws Exception {
        delete(2, ONE);
        pass(AFTER.dividedBy(2));
        restart(AFTER);

        pass(AFTER.dividedBy(2));

        assertThat(published()).containsExactly("p@one r2 TOMBSTONE");
    }

    @Test
    void aRescaleLosesNone() throws Exception {
        delete(2, ONE);
        OperatorSubtaskState before = stop();

        openHalf(before, 0);
        List<String> tombstones = new ArrayList<>(publishedAfterTheTime());
        gate.close();
        openHalf(before, 1);
        tombstones.addAll(publishedAfterTheTime());

        assertThat(tombstones).containsExactly("p@one r2 TOMBSTONE");
    }

    private void openHalf(OperatorSubtaskState before, int subtask) throws Exception {
        open(
                AFTER,
                AbstractStreamOperatorTestHarness.repartitionOperatorState(
                        before, KEY_GROUPS, 1, 2, subtask),
                2,
                subtask);
    }

    private List<String> publishedAfterTheTime() throws Exception {
        gate.setProcessingTime(now + AFTER.toMillis());
        return published();
    }

    /** What a job publishes again after a restart would be hidden by it. */
    @Test
    void noneIsWrittenWhileAJobRepeatsWhatItPublished() throws Exception {
        delete(2, ONE);
        comeBackAfter(AFTER);

        pass(PENDING.minus(MOMENT));
        assertThat(published()).isEmpty();
        edit(3, ONE);
        pass(AFTER);

        assertThat(published()).containsExactly("p@one r3 UPSERT");
    }

    @Test
    void whatWasDueWhileTheJobWasDownIsWrittenOnceItHasCaughtUp() throws Exception {
        delete(2, ONE);
        comeBackAfter(AFTER);

        pass(PENDING);

        assertThat(published()).containsExactly("p@one r2 TOMBSTONE");
    }

    /** Then an older revision could come after it. */
    @Test
    void noneIsWrittenForADeleteThatTheGateHasForgotten() throws Exception {
        delete(2, ONE);
        comeBackAfter(TIME_TO_LIVE.plus(MOMENT));

        pass(PENDING);

        assertThat(published()).isEmpty();
    }

    @Test
    void noneIsWrittenIfSwitchedOff() throws Exception {
        delete(2, ONE);
        restart(Duration.ZERO);
        delete(3, ONE);
        gate.getOutput().clear();

        pass(AFTER);
        pass(AFTER);

        assertThat(published()).isEmpty();
    }

    @Test
    void deletesFromWhileItWasOffGetOneOnceItIsOn() throws Exception {
        restart(Duration.ZERO);
        delete(2, ONE, OTHER);
        edit(3, OTHER);
        restart(AFTER);

        pass(MOMENT);
        pass(AFTER);

        assertThat(published()).containsExactly("p@one r2 TOMBSTONE");
    }

    /** It would be forgotten before its tombstone otherwise. */
    @Test
    void anOldDeleteIsRememberedForAsLongAsANewOne() throws Exception {
        restart(Duration.ZERO);
        delete(2, ONE);
        pass(TIME_TO_LIVE.minus(MOMENT));
        restart(AFTER);

        pass(Duration.ofMillis(20));
        pass(TIME_TO_LIVE.minus(MOMENT));
        edit(1, ONE);

        assertThat(published()).containsExactly("p@one r2 TOMBSTONE");
    }

    @Test
    void deletesOfAFormerVersionGetOneToo() throws Exception {
        gate.close();
        open(AFTER, stateOfFormerVersion());

        pass(MOMENT);
        pass(AFTER);

        assertThat(published()).containsExactly("p@one r2 TOMBSTONE");
    }

    private OperatorSubtaskState stateOfFormerVersion() throws Exception {
        var former =
                new KeyedOneInputStreamOperatorTestHarness<String, String, EmbeddedPost>(
                        new KeyedProcessOperator<>(new FormerGate()),
                        postId -> postId,
                        Types.STRING,
                        KEY_GROUPS,
                        1,
                        0);
        former.setStateBackend(new EmbeddedRocksDBStateBackend());
        try (former) {
            former.setStateTtlProcessingTime(now);
            former.open();
            former.processElement("p", 0);
            return former.snapshot(1, 1);
        }
    }

    /** Knows the state that there was before tombstones. */
    private static final class FormerGate
            extends KeyedProcessFunction<String, String, EmbeddedPost> {

        private static final long serialVersionUID = 1L;

        private transient MapState<String, PublishedVector> published;

        @Override
        public void open(OpenContext context) {
            published = getRuntimeContext().getMapState(RecallState.published(TIME_TO_LIVE));
        }

        @Override
        public void processElement(String postId, Context context, Collector<EmbeddedPost> out)
                throws Exception {
            PostText post = Records.text(aPost(postId).revision(2).deleted().build());
            published.put(
                    ONE.name(),
                    PublishedVector.of(
                            new EmbeddedPost(
                                    post.version(),
                                    ONE.name(),
                                    ONE.digest(),
                                    post.contentHash(),
                                    null,
                                    0,
                                    false,
                                    0)));
        }
    }
}
