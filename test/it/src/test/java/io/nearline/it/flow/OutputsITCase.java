package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.embedding.vector.Cosine;
import io.nearline.pipeline.config.ModelOptions;
import io.nearline.pipeline.config.VectorOptions;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.VectorCodec;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Further outputs of a model on the way from a post to the topic of updates. */
@Timeout(180)
class OutputsITCase {

    private static final List<String> CARRIED = List.of("story", "short");
    private static final String TEXT = "a storm and a late train";

    @TempDir private Path directory;

    private Path bundle;

    @BeforeEach
    void packageAModel() throws IOException {
        bundle =
                TinyBundles.write(
                        TinyModel.SEVERAL_OUTPUTS,
                        "composite",
                        directory.resolve("models"),
                        List.of("short=4", "story=last_hidden_state:cls", "unused=2"));
    }

    @Test
    void anUpdateCarriesTheOutputsThatTheJobNamesAlsoWhenTheVectorIsReused() throws Exception {
        try (JobRig rig = rig().set(VectorOptions.OUTPUTS, CARRIED)) {
            String savepoint;
            try (RunningJob job = rig.startWithBundles()) {
                rig.topics().publish(List.of(post(1, "0")));
                job.waiting().until(() -> rig.topics().updates().size() == 1);
                savepoint = job.stopWithSavepoint();
            }
            rig.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
            run(rig, 1, post(2, "1"));

            List<IndexUpdate> updates = rig.topics().updates();
            assertThat(updates).hasSize(2);
            assertThat(updates.get(1).getOutputs()).isEqualTo(updates.get(0).getOutputs());
            assertThat(updates.get(1).getEmbeddedAt()).isEqualTo(updates.get(0).getEmbeddedAt());
            assertOutputs(updates.get(0));
        }
    }

    @Test
    void aJobThatBeginsToCarryThemEmbedsAPostAtItsNextChange() throws Exception {
        try (JobRig rig = rig()) {
            String savepoint;
            try (RunningJob job = rig.startWithBundles()) {
                rig.topics().publish(List.of(post(1, "0")));
                job.waiting().until(() -> rig.topics().updates().size() == 1);
                savepoint = job.stopWithSavepoint();
            }
            rig.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
            rig.set(VectorOptions.OUTPUTS, CARRIED);
            run(rig, 1, post(2, "1"));

            List<IndexUpdate> updates = rig.topics().updates();
            assertThat(updates).hasSize(2);
            assertThat(updates.get(0).getOutputs()).isEmpty();
            assertThat(updates.get(1).getVector()).isEqualTo(updates.get(0).getVector());
            assertOutputs(updates.get(1));
        }
    }

    private void assertOutputs(IndexUpdate update) {
        assertThat(update.getOutputs())
                .extracting(OutputVector::getName)
                .containsExactly("short", "story");
        try (Embedder embedder =
                Embedders.open(bundle, EngineOptions.forCpus(1).withOutputs(CARRIED))) {
            Embedding expected = embedder.embed(EmbeddableText.passage(TEXT)).join();
            assertThat(expected.outputs())
                    .allSatisfy(
                            one ->
                                    assertThat(Cosine.between(one.vector(), of(update, one.name())))
                                            .isGreaterThan(0.99999));
        }
    }

    private static float[] of(IndexUpdate update, String name) {
        OutputVector output =
                update.getOutputs().stream()
                        .filter(one -> one.getName().equals(name))
                        .findFirst()
                        .orElseThrow();
        return VectorCodec.decode(EncodedVector.of(output), output.getDimensions());
    }

    private JobRig rig() {
        return JobRig.in(directory)
                .set(ModelOptions.DIRECTORY, bundle.getParent().toString())
                .set(ModelOptions.SERVED, List.of("composite"));
    }

    private static void run(JobRig rig, int posts, PostEvent event) throws Exception {
        try (RunningJob job = rig.startWithBundles()) {
            rig.topics().publish(List.of(event));
            job.awaitRead(posts);
            job.drain();
        }
    }

    private static PostEvent post(long revision, String likes) {
        return aPost("p").revision(revision).body(TEXT).attribute("likes", likes).build();
    }
}
