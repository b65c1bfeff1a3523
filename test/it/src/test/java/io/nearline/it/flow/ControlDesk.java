package io.nearline.it.flow;

import io.nearline.embedding.ModelId;
import io.nearline.it.model.TinyBundle;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;

/** Somebody who decides on models, and waits for what the job makes of it. */
final class ControlDesk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ControlTopic topic;

    private ControlDesk(ControlTopic topic) {
        this.topic = topic;
    }

    static ControlDesk at(JobRig rig) {
        Cluster cluster = Cluster.at(rig.topics().bootstrapServers());
        return new ControlDesk(ControlTopic.open(cluster, TopicPlan.INDEX_CONTROL.defaultName()));
    }

    void stage(TinyBundle bundle) {
        decide(bundle.id(), ModelState.STAGED, bundle.uri());
    }

    void decide(ModelId model, ModelState state, String bundleUri) {
        topic.publish(
                ModelStatus.newBuilder()
                        .setModelName(model.name())
                        .setModelDigest(model.digest())
                        .setState(state)
                        .setBundleUri(bundleUri)
                        .setSequence(view().nextSequence())
                        .setDecidedBy("test")
                        .setDecidedAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
                        .build());
    }

    void publish(ModelStatus status) {
        topic.publish(status);
    }

    ControlView view() {
        return topic.read();
    }

    /** Waits until the job says that it does so. */
    ModelServing await(ModelId model, ServingState state) {
        return await(
                        view ->
                                view.serving(model.name())
                                        .filter(serving -> serving.getState() == state)
                                        .isPresent())
                .serving(model.name())
                .orElseThrow();
    }

    /** Waits until that is decided. */
    ModelStatus await(ModelId model, ModelState state) {
        return await(
                        view ->
                                view.status(model.name())
                                        .filter(status -> status.getState() == state)
                                        .isPresent())
                .status(model.name())
                .orElseThrow();
    }

    private ControlView await(Predicate<ControlView> wanted) {
        return topic.await(wanted, PATIENCE)
                .orElseThrow(() -> new AssertionError("not said in time; said: " + view()));
    }

    @Override
    public void close() {
        topic.close();
    }
}
