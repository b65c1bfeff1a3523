package io.nearline.operators.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.RetryableEmbeddingException;
import io.nearline.operators.embed.ModelOpener;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.model.Readiness;
import io.nearline.testkit.FakeEmbedder;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StageModelTest {

    private static final Duration PATIENT = Duration.ofMinutes(1);
    private static final Duration IMPATIENT = Duration.ofMillis(1);
    private static final AtomicInteger ATTEMPTS = new AtomicInteger();

    private final String name = "fake-" + UUID.randomUUID();
    private final ModelRef model = new ModelRef(name, "fake-digest-of-" + name, "file:/m");

    private Announcement announced(ModelRef ref, ModelPhase phase, String refusal) {
        return new Announcement(new ModelStanding(ref, phase, 0), phase, 1, 1, refusal);
    }

    private static OneInputStreamOperatorTestHarness<Announcement, Readiness> harness(
            ModelOpener opener, Duration timeout) throws Exception {
        var serializer =
                TypeInformation.of(Announcement.class)
                        .createSerializer(new ExecutionConfig().getSerializerConfig());
        return new OneInputStreamOperatorTestHarness<>(
                new AsyncWaitOperatorFactory<>(
                        new StageModel(opener, timeout),
                        PATIENT.toMillis(),
                        4,
                        OutputMode.UNORDERED),
                serializer);
    }

    private static Readiness stage(ModelOpener opener, Duration timeout, Announcement announcement)
            throws Exception {
        var stage = harness(opener, timeout);
        try (stage) {
            stage.open();
            stage.processElement(announcement, 0);
            stage.endInput();
            return stage.extractOutputValues().get(0);
        }
    }

    private Readiness stage(ModelOpener opener) throws Exception {
        return stage(opener, PATIENT, announced(model, ModelPhase.STAGED, null));
    }

    private static Embedder refuse(ModelRef ref) {
        throw new ModelRejectedException("golden vector 0 is missed");
    }

    private static Embedder failOnce(ModelRef ref) {
        if (ATTEMPTS.getAndIncrement() == 0) {
            throw new RetryableEmbeddingException("the store is away");
        }
        return FakeEmbedder.named(ref.name());
    }

    private static Embedder failAlways(ModelRef ref) {
        throw new RetryableEmbeddingException("the store is away");
    }

    private static Embedder breakDown(ModelRef ref) {
        throw new NoClassDefFoundError("a plugin's class");
    }

    @Test
    void saysReadyWithTheLengthOfItsVectors() throws Exception {
        Readiness readiness = stage(ref -> FakeEmbedder.named(ref.name()));

        assertThat(readiness.refusal()).isNull();
        assertThat(readiness.dimensions()).isEqualTo(FakeEmbedder.DIMENSIONS);
        assertThat(readiness.subtasks()).isEqualTo(1);
    }

    @Test
    void saysWhyAModelIsRefused() throws Exception {
        assertThat(stage(StageModelTest::refuse).refusal()).isEqualTo("golden vector 0 is missed");
    }

    @Test
    void refusesABundleOfAnotherDigest() throws Exception {
        ModelRef other = new ModelRef(name, "digest-9", "file:/m");
        Announcement announcement = announced(other, ModelPhase.STAGED, null);

        Readiness readiness = stage(ref -> FakeEmbedder.named(ref.name()), PATIENT, announcement);

        assertThat(readiness.refusal()).contains("with digest digest-9");
    }

    @Test
    void triesAgainWhatMaySucceedLater() throws Exception {
        ATTEMPTS.set(0);

        assertThat(stage(StageModelTest::failOnce).refusal()).isNull();
        assertThat(ATTEMPTS).hasValue(2);
    }

    @Test
    void givesUpWhenItsTimeIsOver() throws Exception {
        Announcement announcement = announced(model, ModelPhase.STAGED, null);

        Readiness readiness = stage(StageModelTest::failAlways, IMPATIENT, announcement);

        assertThat(readiness.refusal()).isEqualTo("the store is away");
    }

    @Test
    void refusesRatherThanFailTheJobWhenTheBundlesFileSystemIsBroken() throws Exception {
        assertThat(stage(StageModelTest::breakDown).refusal()).contains("NoClassDefFoundError");
    }

    @Test
    void passesARefusalOnWithoutLookingAtTheModel() throws Exception {
        Announcement announcement = announced(model, ModelPhase.STAGED, "its name is taken");

        Readiness readiness = stage(StageModelTest::breakDown, PATIENT, announcement);

        assertThat(readiness.refusal()).isEqualTo("its name is taken");
    }

    @Test
    void answersForAModelThatLeavesToo() throws Exception {
        Announcement announcement = announced(model, ModelPhase.RETIRED, null);

        assertThat(stage(StageModelTest::breakDown, PATIENT, announcement).refusal()).isNull();
    }

    /** A fetch that hangs until it is told to give up. */
    private static Embedder hang(ModelRef ref) {
        if (!ref.name().startsWith("hanging")) {
            return FakeEmbedder.named(ref.name());
        }
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RetryableEmbeddingException("interrupted");
    }

    private static Announcement about(ModelRef ref, ModelPhase phase, long number) {
        return new Announcement(new ModelStanding(ref, phase, 0), phase, number, number, null);
    }

    @Test
    @Timeout(30)
    void answersForOtherModelsWhileOneHangsAndForThatOneOnceItLeaves() throws Exception {
        ModelRef hanging = new ModelRef("hanging-" + name, "digest", "file:/h");
        var stage = harness(StageModelTest::hang, PATIENT);
        try (stage) {
            stage.open();
            stage.processElement(about(hanging, ModelPhase.STAGED, 1), 0);
            stage.processElement(about(model, ModelPhase.CANDIDATE, 2), 0);
            stage.processElement(about(hanging, ModelPhase.RETIRED, 3), 0);
            stage.endInput();

            assertThat(stage.extractOutputValues())
                    .extracting(answer -> answer.announcement().number(), Readiness::refusal)
                    .containsExactlyInAnyOrder(tuple(2L, null), tuple(3L, null));
        }
    }

    @Test
    @Timeout(30)
    void refusesAModelThatHangsWhenItsTimeIsOver() throws Exception {
        ModelRef hanging = new ModelRef("hanging-" + name, "digest", "file:/h");
        var stage = harness(StageModelTest::hang, PATIENT);
        try (stage) {
            stage.open();
            stage.processElement(about(hanging, ModelPhase.STAGED, 1), 0);
            stage.setProcessingTime(PATIENT.toMillis() + 1);
            stage.endInput();

            assertThat(stage.extractOutputValues())
                    .extracting(Readiness::refusal)
                    .singleElement()
                    .asString()
                    .contains("nearline.models.stage-timeout");
        }
    }

    @Test
    void doesNotAnswerWhatALaterAnnouncementHasOvertaken() throws Exception {
        var stage = harness(StageModelTest::refuse, PATIENT);
        try (stage) {
            stage.open();
            stage.processElement(about(model, ModelPhase.RETIRED, 2), 0);
            stage.processElement(about(model, ModelPhase.STAGED, 1), 0);
            stage.endInput();

            assertThat(stage.extractOutputValues())
                    .extracting(answer -> answer.announcement().phase())
                    .containsExactly(ModelPhase.RETIRED);
        }
    }
}
