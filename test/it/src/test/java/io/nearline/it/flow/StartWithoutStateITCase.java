package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.ModelId;
import io.nearline.it.model.TinyBundle;
import io.nearline.pipeline.config.ModelOptions;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.topics.control.ControlView;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that starts without state beside a topic of decisions: what people decided holds, for the
 * posts that it reads from the first one on and for those who read the topic.
 */
@Timeout(180)
class StartWithoutStateITCase {

    private final FakeEmbedder configured = JobRig.newFake();
    private final ModelId old = configured.model();

    @TempDir private Path directory;
    private JobRig rig;
    private ControlDesk desk;
    private TinyBundle bundle;

    @BeforeEach
    void start() throws Exception {
        rig = JobRig.in(directory);
        rig.set(ModelOptions.CACHE, directory.resolve("cache").toString());
        desk = ControlDesk.at(rig);
        bundle = TinyBundle.named("tiny", directory);
    }

    @AfterEach
    void stop() {
        desk.close();
        rig.close();
    }

    @Test
    void servesTheModelThatWasPromotedAndLeavesItActive() throws Exception {
        liveUntil(this::promote);

        try (RunningJob job = startFresh()) {
            awaitFresh(job, bundle.id(), old);

            ControlView view = desk.view();
            assertThat(view.active().orElseThrow().getModelName()).isEqualTo("tiny");
            assertThat(state(view, old)).isEqualTo(ModelState.CANDIDATE);
            assertThat(modelsOf("fresh")).containsExactlyInAnyOrder("tiny", old.name());
        }
    }

    @Test
    void leavesARetiredModelRetiredAlthoughItIsConfigured() throws Exception {
        liveUntil(
                () -> {
                    promote();
                    desk.decide(old, ModelState.RETIRED, null);
                    desk.await(old, ServingState.STOPPED);
                });

        try (RunningJob job = startFresh()) {
            awaitFresh(job, bundle.id());

            ControlView view = desk.view();
            assertThat(view.active().orElseThrow().getModelName()).isEqualTo("tiny");
            assertThat(state(view, old)).isEqualTo(ModelState.RETIRED);
            assertThat(serving(view, old).getState()).isEqualTo(ServingState.STOPPED);
            assertThat(modelsOf("fresh")).containsExactly("tiny");
        }
    }

    @Test
    void servesBothModelsAfterARollback() throws Exception {
        liveUntil(
                () -> {
                    promote();
                    desk.decide(old, ModelState.ACTIVE, null);
                    desk.decide(bundle.id(), ModelState.CANDIDATE, bundle.uri());
                });

        try (RunningJob job = startFresh()) {
            awaitFresh(job, bundle.id(), old);

            ControlView view = desk.view();
            assertThat(view.active().orElseThrow().getModelName()).isEqualTo(old.name());
            assertThat(state(view, bundle.id())).isEqualTo(ModelState.CANDIDATE);
        }
    }

    @Test
    void repairsATopicOnWhichAnEarlierJobHasRejectedTheActiveModel() throws Exception {
        liveUntil(this::promote);
        ModelStatus active = desk.view().status("tiny").orElseThrow();
        desk.publish(
                ModelStatus.newBuilder(active)
                        .setState(ModelState.REJECTED)
                        .setSequence(active.getSequence() - 1)
                        .build());

        try (RunningJob job = startFresh()) {
            awaitFresh(job, bundle.id(), old);

            assertThat(desk.await(bundle.id(), ModelState.ACTIVE)).isEqualTo(active);
        }
    }

    @Test
    void saysThatAModelStoppedWhichOnlyTheJobBeforeWasConfiguredWith() throws Exception {
        FakeEmbedder gone = JobRig.newFake();
        try (RunningJob job = rig.start(configured, gone)) {
            desk.await(gone.model(), ServingState.SERVING);
            assertThat(job.restarts()).isZero();
        }

        try (RunningJob job = startFresh()) {
            desk.await(gone.model(), ServingState.STOPPED);
            assertThat(job.restarts()).isZero();
        }
    }

    private void liveUntil(Rollout rollout) throws Exception {
        try (RunningJob job = rig.start(configured)) {
            desk.await(old, ServingState.SERVING);
            rollout.run();
            assertThat(job.restarts()).isZero();
        }
    }

    private void promote() {
        desk.decide(old, ModelState.ACTIVE, null);
        desk.stage(bundle);
        desk.await(bundle.id(), ServingState.SERVING);
        desk.decide(bundle.id(), ModelState.ACTIVE, bundle.uri());
        desk.decide(old, ModelState.CANDIDATE, null);
    }

    /** The first post lies there before the job starts: it must not miss a model. */
    private RunningJob startFresh() throws Exception {
        rig.topics().publish(List.of(aPost("fresh").body("the storm and the train").build()));
        return rig.start(configured);
    }

    private void awaitFresh(RunningJob job, ModelId... models) {
        for (ModelId model : models) {
            job.waiting()
                    .until(
                            () ->
                                    serving(desk.view(), model).getJobId().equals(job.id())
                                            && modelsOf("fresh").contains(model.name()));
        }
        assertThat(rig.topics().deadLetters()).isEmpty();
    }

    private static ModelState state(ControlView view, ModelId model) {
        return view.status(model.name()).orElseThrow().getState();
    }

    private static ModelServing serving(ControlView view, ModelId model) {
        return view.serving(model.name()).orElseThrow();
    }

    private Set<String> modelsOf(String postId) {
        return rig.topics().updates().stream()
                .filter(update -> update.getPostId().equals(postId))
                .map(IndexUpdate::getModelName)
                .collect(Collectors.toSet());
    }

    /** What people do while a job runs. */
    @FunctionalInterface
    private interface Rollout {
        void run() throws Exception;
    }
}
