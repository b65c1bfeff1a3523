package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.ModelId;
import io.nearline.it.model.TinyBundle;
import io.nearline.operators.metrics.MetricNames;
import io.nearline.pipeline.config.ModelOptions;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.ServingState;
import io.nearline.testkit.FakeEmbedder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models that join and leave a running job, which is never restarted for it. */
@Timeout(180)
class RolloutITCase {

    private static final int BATCH = 40;

    private final FakeEmbedder old = JobRig.newFake();

    @TempDir private Path directory;
    private JobRig rig;
    private ControlDesk desk;

    @BeforeEach
    void start() {
        rig = JobRig.in(directory);
        rig.set(ModelOptions.CACHE, directory.resolve("cache").toString());
        desk = ControlDesk.at(rig);
    }

    @AfterEach
    void stop() {
        desk.close();
        rig.close();
    }

    @Test
    void servesAStagedModelBesideTheOldOneWithoutLosingARecord() throws Exception {
        TinyBundle bundle = TinyBundle.named("tiny", directory);
        try (RunningJob job = rig.start(old)) {
            publish("before");
            desk.stage(bundle);
            publish("meanwhile");
            desk.await(bundle.id(), ServingState.SERVING);
            publish("after");
            awaitPosts(job, name(old), "before", "meanwhile", "after");
            awaitPosts(job, "tiny", "after");

            assertThat(desk.view().status("tiny").orElseThrow().getState())
                    .isEqualTo(ModelState.CANDIDATE);
            assertThat(rig.topics().deadLetters()).isEmpty();
            assertThat(job.restarts()).isZero();
        }
    }

    @Test
    void refusesABundleWithOneFlippedBitAndGoesOn() throws Exception {
        assertRefused(
                TinyBundle.named("flipped", directory).flipOneBit(), "model.onnx has SHA-256");
    }

    @Test
    void refusesABundleWithAnotherTokenizerAndGoesOn() throws Exception {
        assertRefused(TinyBundle.named("mistokenized", directory).replaceTokenizer(), "golden");
    }

    @Test
    void refusesABundleWithWrongGoldenVectorsAndGoesOn() throws Exception {
        assertRefused(
                TinyBundle.named("misgilded", directory).mixUpGoldenVectors(),
                "golden vector 0 is missed");
    }

    @Test
    void refusesAnotherDigestThanTheOneDecidedOn() throws Exception {
        TinyBundle bundle = TinyBundle.named("swapped", directory);
        ModelId meant = new ModelId("swapped", "0".repeat(64));
        try (RunningJob job = rig.start(old)) {
            desk.decide(meant, ModelState.STAGED, bundle.uri());

            assertThat(desk.await(meant, ModelState.REJECTED).getReason())
                    .contains("has digest " + bundle.id().digest());
            assertGoesOn(job);
        }
    }

    @Test
    void stopsServingARetiredModelAndFreesItsState() throws Exception {
        TinyBundle bundle = TinyBundle.named("tiny", directory);
        try (RunningJob job = rig.start(old)) {
            desk.stage(bundle);
            desk.await(bundle.id(), ServingState.SERVING);
            publish("before");
            awaitPosts(job, "tiny", "before");

            desk.decide(bundle.id(), ModelState.RETIRED, bundle.uri());
            desk.await(bundle.id(), ServingState.STOPPED);
            job.waiting().until(() -> job.meters().count(MetricNames.VECTORS_FREED) == BATCH);
            publish("after");

            awaitPosts(job, name(old), "before", "after");
            assertThat(postsOf("tiny")).isEqualTo(ids("before"));
            assertThat(job.restarts()).isZero();
        }
    }

    @Test
    void keepsServingWhatJoinedAfterTheJobHasFailed() throws Exception {
        rig.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        rig.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        rig.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        TinyBundle bundle = TinyBundle.named("tiny", directory);
        try (RunningJob job = rig.start(old)) {
            desk.stage(bundle);
            desk.await(bundle.id(), ServingState.SERVING);
            job.checkpoint();
            old.crashAt(BATCH / 2);
            publish("crashing");
            publish("after");

            awaitPosts(job, name(old), "crashing", "after");
            awaitPosts(job, "tiny", "crashing", "after");
            assertThat(job.restarts()).isEqualTo(1);
            assertThat(rig.topics().deadLetters()).isEmpty();
        }
    }

    private void assertRefused(TinyBundle bundle, String reason) throws Exception {
        try (RunningJob job = rig.start(old)) {
            desk.stage(bundle);

            assertThat(desk.await(bundle.id(), ModelState.REJECTED).getReason()).contains(reason);
            assertThat(desk.await(bundle.id(), ServingState.REFUSED).getReason()).contains(reason);
            assertGoesOn(job);
        }
    }

    private void assertGoesOn(RunningJob job) throws Exception {
        publish("after");
        awaitPosts(job, name(old), "after");
        assertThat(rig.topics().updates())
                .extracting(IndexUpdate::getModelName)
                .containsOnly(name(old));
        assertThat(job.restarts()).isZero();
    }

    private void publish(String group) throws Exception {
        List<PostEvent> posts =
                IntStream.range(0, BATCH)
                        .mapToObj(
                                i -> aPost(group + i).body("the storm and the train " + i).build())
                        .toList();
        rig.topics().publish(posts);
    }

    private void awaitPosts(RunningJob job, String model, String... groups) {
        job.waiting().until(() -> postsOf(model).containsAll(ids(groups)));
    }

    private Set<String> postsOf(String model) {
        return rig.topics().updates().stream()
                .filter(update -> update.getModelName().equals(model))
                .map(IndexUpdate::getPostId)
                .collect(Collectors.toSet());
    }

    private static Set<String> ids(String... groups) {
        return IntStream.range(0, BATCH)
                .boxed()
                .flatMap(i -> List.of(groups).stream().map(group -> group + i))
                .collect(Collectors.toSet());
    }

    private static String name(FakeEmbedder model) {
        return model.model().name();
    }
}
