package io.nearline.operators.embed;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.operators.Records;
import io.nearline.operators.admit.Action;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.model.ModelRef;
import io.nearline.testkit.FakeEmbedder;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream.OutputMode;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Models that the embed stage was not opened with. */
class EmbedTextJoinedModelTest {

    private final FakeEmbedder configured = FakeEmbedder.named("fake-" + UUID.randomUUID());
    private final FakeEmbedder joining = FakeEmbedder.named("fake-" + UUID.randomUUID());

    private List<ModelOutcome> embed(ModelOpener opener, ModelRef... models) throws Exception {
        String name = configured.model().name();
        var served = new ServedModel(configured.model(), () -> FakeEmbedder.named(name));
        var stage =
                new OneInputStreamOperatorTestHarness<>(
                        new AsyncWaitOperatorFactory<>(
                                new EmbedText(List.of(served), opener, EmbedTextTest.LIMITS),
                                EmbedTextTest.NO_TIMEOUT,
                                10,
                                OutputMode.UNORDERED),
                        TypeInformation.of(AdmittedPost.class)
                                .createSerializer(new ExecutionConfig().getSerializerConfig()));
        try (stage) {
            stage.open();
            stage.processElement(post(models), 0);
            stage.endInput();
            return stage.extractOutputValues().get(0).results();
        }
    }

    private static AdmittedPost post(ModelRef... models) {
        List<ModelTask> tasks =
                Stream.of(models).map(model -> ModelTask.of(model, Action.EMBED)).toList();
        return new AdmittedPost(Records.text(aPost("p").body("rain").build()), tasks);
    }

    private ModelRef own() {
        return ModelRef.configured(configured.model());
    }

    private ModelRef joined() {
        return new ModelRef(joining.model().name(), joining.model().digest(), "file:/joined");
    }

    private static Embedder open(ModelRef model) {
        return FakeEmbedder.named(model.name());
    }

    private static Embedder crash(ModelRef model) {
        throw new NoClassDefFoundError("ai/onnxruntime/OrtEnvironment");
    }

    private static Embedder refuse(ModelRef model) {
        throw new ModelRejectedException(model.bundleUri() + " is missing");
    }

    @Test
    void embedsWithAModelFromTheFirstTaskThatNamesIt() throws Exception {
        List<ModelOutcome> results = embed(EmbedTextJoinedModelTest::open, own(), joined());

        assertThat(results).extracting(ModelOutcome::failure).containsOnlyNulls();
        assertThat(joining.calls()).containsExactly("rain");
    }

    @Test
    void failsOnlyTheTaskOfAModelThatCannotBeOpened() throws Exception {
        List<ModelOutcome> results = embed(EmbedTextJoinedModelTest::refuse, own(), joined());

        assertThat(results.get(0).vector()).isNotNull();
        assertThat(results.get(1).failure().retryable()).isTrue();
        assertThat(results.get(1).failure().message()).contains("file:/joined is missing");
    }

    @Test
    void noModelThatJoinedFailsTheJobWhenItIsOpened() throws Exception {
        List<ModelOutcome> results = embed(EmbedTextJoinedModelTest::crash, own(), joined());

        assertThat(results.get(0).vector()).isNotNull();
        assertThat(results.get(1).failure().retryable()).isTrue();
        assertThat(results.get(1).failure().message()).contains("NoClassDefFoundError");
    }

    @Test
    void noModelThatJoinedFailsTheJobWhenItFails() throws Exception {
        joining.crashAt(1);

        List<ModelOutcome> results = embed(EmbedTextJoinedModelTest::open, own(), joined());

        assertThat(results.get(0).vector()).isNotNull();
        assertThat(results.get(1).failure().retryable()).isTrue();
        assertThat(results.get(1).failure().message())
                .contains("fails on this machine: the fake was told to crash");
    }

    @Test
    void refusesAnotherDigestThanTheOneThatWasDecidedOn() throws Exception {
        ModelRef meant = new ModelRef(joining.model().name(), "meant", "file:/joined");

        List<ModelOutcome> results = embed(EmbedTextJoinedModelTest::open, own(), meant);

        assertThat(results.get(1).failure().message())
                .contains("has digest " + joining.model().digest() + ", not meant");
    }

    @Test
    void configuredModelTakesOverThePostsOfOneThatJoinedUnderItsName() throws Exception {
        ModelRef joinedBefore =
                new ModelRef(configured.model().name(), configured.model().digest(), "file:/gone");

        List<ModelOutcome> results = embed(EmbedTextJoinedModelTest::refuse, joinedBefore);

        assertThat(results.get(0).vector()).isNotNull();
    }

    @Test
    void failsTheTaskOfAModelThatLeftTheConfigurationMeanwhile() throws Exception {
        ModelRef gone = new ModelRef("gone", "digest-9", null);

        List<ModelOutcome> results = embed(EmbedTextJoinedModelTest::open, own(), gone);

        assertThat(results.get(0).vector()).isNotNull();
        assertThat(results.get(1).failure().reasonClass()).isEqualTo("ModelNotServed");
    }
}
