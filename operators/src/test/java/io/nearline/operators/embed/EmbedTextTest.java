package io.nearline.operators.embed;

import static io.nearline.operators.admit.Admitted.admitted;
import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.MachineFailedException;
import io.nearline.embedding.ModelId;
import io.nearline.operators.Records;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.model.ModelRef;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.FakeVectors;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbedTextTest {

    private static final int CAPACITY = 10;
    static final long NO_TIMEOUT = 0;
    static final EmbedLimits LIMITS = new EmbedLimits(Duration.ofMinutes(2), 1 << 20);

    private final String model = "fake-" + UUID.randomUUID();
    private final FakeEmbedder fake = FakeEmbedder.named(model);
    private OneInputStreamOperatorTestHarness<AdmittedPost, EmbeddingOutcome> stage;

    @BeforeEach
    void open() throws Exception {
        stage = newStage(serving(fake.model()));
        expectFailure(stage);
        stage.open();
    }

    /** Otherwise the harness itself fails with what fails the job. */
    private static void expectFailure(OneInputStreamOperatorTestHarness<?, ?> any) {
        any.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
    }

    @AfterEach
    void close() throws Exception {
        fake.release();
        stage.close();
    }

    private ServedModel serving(ModelId id) {
        String name = id.name();
        return new ServedModel(id, () -> FakeEmbedder.named(name));
    }

    private static OneInputStreamOperatorTestHarness<AdmittedPost, EmbeddingOutcome> newStage(
            ServedModel... models) throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new AsyncWaitOperatorFactory<>(
                        new EmbedText(List.of(models), LIMITS),
                        NO_TIMEOUT,
                        CAPACITY,
                        OutputMode.UNORDERED),
                TypeInformation.of(AdmittedPost.class).createSerializer(config()));
    }

    private static org.apache.flink.api.common.serialization.SerializerConfig config() {
        return new ExecutionConfig().getSerializerConfig();
    }

    private List<EmbeddingOutcome> finish() throws Exception {
        stage.endInput();
        return stage.extractOutputValues();
    }

    @Test
    void embedsTheText() throws Exception {
        stage.processElement(admitted(aPost("p").body("rain").build(), Action.EMBED, model), 0);

        ModelOutcome result = finish().get(0).results().get(0);

        assertThat(result.vector()).isEqualTo(FakeVectors.of("rain", FakeEmbedder.DIMENSIONS));
        assertThat(result.failure()).isNull();
        assertThat(result.embeddedAt()).isPositive();
    }

    @Test
    void keepsADeleteBehindAnEmbedInFlight() throws Exception {
        fake.hold();
        stage.processElement(
                admitted(aPost("p").revision(1).body("rain").build(), Action.EMBED, model), 0);
        stage.processElement(
                admitted(aPost("p").revision(2).deleted().build(), Action.WITHDRAW, model), 0);
        assertThat(stage.extractOutputValues()).isEmpty();

        fake.release();

        assertThat(finish())
                .extracting(outcome -> outcome.version().revision())
                .containsExactly(1L, 2L);
    }

    @Test
    void letsNoPostWaitForAnother() throws Exception {
        fake.hold();
        stage.processElement(
                admitted(aPost("slow").revision(1).body("rain").build(), Action.EMBED, model), 0);
        stage.processElement(
                admitted(aPost("quick").revision(2).deleted().build(), Action.WITHDRAW, model), 0);

        fake.release();

        assertThat(finish())
                .extracting(outcome -> outcome.version().postId())
                .containsExactly("quick", "slow");
    }

    @Test
    void deliversEveryOutcomeOfAStageThatWasFull() throws Exception {
        fake.hold();
        for (int i = 0; i < CAPACITY; i++) {
            stage.processElement(
                    admitted(aPost("p" + i).body("rain").build(), Action.EMBED, model), 0);
        }

        fake.release();

        assertThat(finish())
                .hasSize(CAPACITY)
                .allMatch(one -> one.results().get(0).vector() != null);
    }

    @Test
    void turnsATextThatCannotBeEmbeddedIntoAValue() throws Exception {
        stage.processElement(
                admitted(aPost("p").body(FakeEmbedder.POISON).build(), Action.EMBED, model), 0);
        stage.processElement(admitted(aPost("q").body("rain").build(), Action.EMBED, model), 0);

        List<EmbeddingOutcome> outcomes = finish();

        assertThat(outcomes.get(0).results().get(0).failure().reasonClass())
                .isEqualTo("UnembeddableTextException");
        assertThat(outcomes.get(0).results().get(0).failure().retryable()).isFalse();
        assertThat(outcomes.get(1).results().get(0).vector()).isNotNull();
    }

    @Test
    void saysWhetherARetryCanHelp() throws Exception {
        stage.processElement(
                admitted(aPost("p").body(FakeEmbedder.FLAKY).build(), Action.EMBED, model), 0);

        assertThat(finish().get(0).results().get(0).failure().retryable()).isTrue();
    }

    @Test
    void failsTheJobAtOnceWhenTheMachineHasFailed() throws Exception {
        fake.hold();
        fake.crashAt(2);
        for (String post : List.of("p", "q", "r")) {
            stage.processElement(
                    admitted(aPost(post).body("my secret diary").build(), Action.EMBED, model), 0);
        }

        fake.release();

        assertThat(stage.getEnvironment().getActualExternalFailureCause())
                .hasValueSatisfying(
                        failure -> {
                            assertThat(failure)
                                    .hasRootCauseInstanceOf(MachineFailedException.class);
                            assertThat(ExceptionUtils.stringifyException(failure))
                                    .contains("told to crash", "q")
                                    .doesNotContain("secret");
                        });
    }

    @Test
    void failsTheJobWithoutWaitingForTheOtherModelsOfThePost() throws Exception {
        FakeEmbedder slow = FakeEmbedder.named("fake-" + UUID.randomUUID());
        var two = newStage(serving(fake.model()), serving(slow.model()));
        try (two) {
            expectFailure(two);
            two.open();
            slow.hold();
            fake.crashAt(1);

            two.processElement(
                    new AdmittedPost(
                            Records.text(aPost("p").body("rain").build()),
                            Stream.of(fake, slow)
                                    .map(it -> ModelRef.configured(it.model()))
                                    .map(it -> ModelTask.of(it, Action.EMBED))
                                    .toList()),
                    0);

            assertThat(two.getEnvironment().getActualExternalFailureCause()).isPresent();
            slow.release();
        }
    }

    @Test
    void saysWhichBundleMadeTheVectorIfItIsNotTheOneThatWasAskedFor() throws Exception {
        ModelRef replaced = new ModelRef(model, "digest-of-the-old-bundle", null);
        stage.processElement(
                new AdmittedPost(
                        Records.text(aPost("p").body("rain").build()),
                        List.of(ModelTask.of(replaced, Action.EMBED))),
                0);

        ModelOutcome result = finish().get(0).results().get(0);

        assertThat(result.vector()).isNotNull();
        assertThat(result.task())
                .isEqualTo(ModelTask.of(ModelRef.configured(fake.model()), Action.EMBED));
    }

    @Test
    void refusesTwoModelsOfOneName() throws Exception {
        var two = newStage(serving(fake.model()), serving(fake.model()));
        try (two) {
            assertThatThrownBy(two::open)
                    .hasStackTraceContaining("two models have the name " + model)
                    .hasStackTraceContaining("package one of them under another name");
        }
    }

    @Test
    void embedsAgainAfterARestoreWhatWasInFlight() throws Exception {
        fake.hold();
        stage.processElement(admitted(aPost("p").body("rain").build(), Action.EMBED, model), 0);
        OperatorSubtaskState snapshot = stage.snapshot(1, 1);
        fake.release();
        stage.close();
        stage = newStage(serving(fake.model()));
        stage.initializeState(snapshot);
        stage.open();

        assertThat(finish()).hasSize(1);
        assertThat(fake.calls()).containsExactly("rain", "rain");
    }

    @Test
    void refusesABundleOtherThanTheOneSubmitted() throws Exception {
        var other = newStage(serving(new ModelId(model, "another-digest")));

        assertThatThrownBy(other::open)
                .hasStackTraceContaining("give every machine the same bundle");
    }
}
