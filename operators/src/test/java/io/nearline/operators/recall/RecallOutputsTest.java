package io.nearline.operators.recall;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.NamedVector;
import io.nearline.operators.Records;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ModelOutcome;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.retry.RetryPolicy;
import io.nearline.schemas.PostEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Further vectors go where their vector goes. */
class RecallOutputsTest {

    private static final Duration TIME_TO_LIVE = Duration.ofDays(2);
    private static final RecallTimes TIMES =
            new RecallTimes(TIME_TO_LIVE, Duration.ofMinutes(5), Duration.ofDays(1));
    private static final List<String> CARRIED = List.of("short", "story");

    private KeyedOneInputStreamOperatorTestHarness<String, EmbeddingOutcome, EmbeddedPost> gate;

    @AfterEach
    void close() throws Exception {
        gate.close();
    }

    @Test
    void aNewVectorIsPublishedWithThem() throws Exception {
        open(CARRIED, null);

        embedded(aPost("p").revision(1).body("one").build(), 1);

        assertThat(shown(last())).containsExactly("story [1.0, 2.0]", "short [1.0]");
    }

    @Test
    void aStoredVectorIsPublishedWithThemAlsoAfterARestart() throws Exception {
        open(CARRIED, null);
        embedded(aPost("p").revision(1).body("one").build(), 1);
        restart(CARRIED);

        reused(aPost("p").revision(2).body("one").attribute("likes", "9").build());

        assertThat(last().version().revision()).isEqualTo(2);
        assertThat(shown(last())).containsExactly("short [1.0]", "story [1.0, 2.0]");
    }

    @Test
    void theyLiveAsLongAsTheirVector() throws Exception {
        open(CARRIED, null);
        embedded(aPost("p").revision(1).body("one").build(), 1);
        gate.setStateTtlProcessingTime(TIME_TO_LIVE.toMillis() - 1);
        reused(aPost("p").revision(2).body("one").build());
        gate.setStateTtlProcessingTime(2 * TIME_TO_LIVE.toMillis() - 2);

        reused(aPost("p").revision(3).body("one").attribute("likes", "9").build());

        assertThat(last().version().revision()).isEqualTo(3);
        assertThat(shown(last())).containsExactly("short [1.0]", "story [1.0, 2.0]");
    }

    @Test
    void aVectorWithoutThemTakesThemAway() throws Exception {
        open(CARRIED, null);
        embedded(aPost("p").revision(1).body("one").build(), 1);
        arrive(aPost("p").revision(2).body("two").build(), Action.EMBED, List.of());

        reused(aPost("p").revision(3).body("two").attribute("likes", "9").build());

        assertThat(shown(last())).isEmpty();
    }

    @Test
    void stateFromBeforeThereWereAnyRestores() throws Exception {
        open(List.of(), null);
        embedded(aPost("p").revision(1).body("one").build(), 1);
        restart(CARRIED);

        reused(aPost("p").revision(2).body("one").attribute("likes", "9").build());
        embedded(aPost("p").revision(3).body("two").build(), 3);

        assertThat(shown(gate.extractOutputValues().get(0))).isEmpty();
        assertThat(shown(last())).containsExactly("story [3.0, 6.0]", "short [3.0]");
    }

    @Test
    void stateWithThemRestoresInAJobThatCarriesNone() throws Exception {
        open(CARRIED, null);
        embedded(aPost("p").revision(1).body("one").build(), 1);
        restart(List.of());

        reused(aPost("p").revision(2).body("one").attribute("likes", "9").build());

        assertThat(last().version().revision()).isEqualTo(2);
        assertThat(shown(last())).isEmpty();
    }

    private void open(List<String> carried, OperatorSubtaskState state) throws Exception {
        gate =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(
                                new RecallVector(TIMES, RetryPolicy.never(), carried)),
                        outcome -> outcome.version().postId(),
                        Types.STRING);
        gate.setStateBackend(new EmbeddedRocksDBStateBackend());
        if (state != null) {
            gate.initializeState(state);
        }
        gate.open();
    }

    private void restart(List<String> carried) throws Exception {
        OperatorSubtaskState snapshot = gate.snapshot(1, 1);
        gate.close();
        open(carried, snapshot);
    }

    private void embedded(PostEvent event, float number) throws Exception {
        arrive(
                event,
                Action.EMBED,
                List.of(
                        new NamedVector("story", new float[] {number, 2 * number}),
                        new NamedVector("short", new float[] {number})));
    }

    private void reused(PostEvent event) throws Exception {
        arrive(event, Action.REUSE, List.of());
    }

    private void arrive(PostEvent event, Action action, List<NamedVector> outputs)
            throws Exception {
        PostText post = Records.text(event);
        float[] vector = action == Action.EMBED ? new float[] {1, 0} : null;
        ModelTask task = ModelTask.of(new ModelRef("m", "digest", null), action);
        ModelOutcome result = new ModelOutcome(task, vector, 5, false, 42L, null, outputs);
        gate.processElement(
                new EmbeddingOutcome(
                        post.version(), post.contentHash(), post.cut(), List.of(result), null),
                0);
    }

    private EmbeddedPost last() {
        List<EmbeddedPost> published = gate.extractOutputValues();
        return published.get(published.size() - 1);
    }

    private static Stream<String> shown(EmbeddedPost post) {
        return post.outputs().stream().map(one -> one.name() + " " + Arrays.toString(one.vector()));
    }
}
