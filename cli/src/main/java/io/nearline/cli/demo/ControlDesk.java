package io.nearline.cli.demo;

import io.nearline.embedding.ModelId;
import io.nearline.operations.rollout.Decisions;
import io.nearline.operations.rollout.GateReport;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ServingState;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.control.ControlTopic;
import io.nearline.topics.control.ControlView;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The demo's hand on the index-control topic. Reads it once a second. Not thread-safe. */
final class ControlDesk implements AutoCloseable {

    private static final String DECIDED_BY = "nearline demo";
    private static final long READ_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ControlTopic topic;
    private ControlView view;
    private long readAt;

    ControlDesk(Cluster cluster) {
        this.topic = ControlTopic.open(cluster, TopicPlan.INDEX_CONTROL.defaultName());
        this.view = topic.read();
        this.readAt = System.nanoTime();
    }

    /** Asks the live job to fetch, verify and serve a model. */
    void stage(ModelId model, String bundleUri) {
        Decisions decisions = new Decisions(read(), DECIDED_BY, Clock.systemUTC().instant());
        topic.publish(decisions.stage(model, bundleUri));
    }

    /**
     * Whether every post from now on is embedded with the model.
     *
     * @throws IllegalStateException if the live job has refused it, with its reason
     */
    boolean isServed(ModelId model) {
        Optional<ModelServing> serving =
                view().serving(model.name())
                        .filter(said -> said.getModelDigest().equals(model.digest()));
        if (serving.isPresent() && serving.get().getState() == ServingState.REFUSED) {
            throw new IllegalStateException(
                    "the live job refuses "
                            + model.name()
                            + ": "
                            + serving.get().getReason()
                            + " (--backfill-model names another)");
        }
        return serving.map(said -> said.getState() == ServingState.SERVING).orElse(false);
    }

    /** What the topic says now. */
    ControlView read() {
        view = topic.read();
        readAt = System.nanoTime();
        return view;
    }

    /**
     * Makes a model that was checked the active one.
     *
     * @throws io.nearline.operations.rollout.DecisionRefusedException if a check failed
     */
    void promote(GateReport report) {
        Decisions decisions = new Decisions(read(), DECIDED_BY, Clock.systemUTC().instant());
        decisions.promote(report, null).forEach(topic::publish);
    }

    /** The newest report of a backfill. */
    Optional<BackfillReport> report(String backfillId) {
        return view().backfill(backfillId);
    }

    @Override
    public void close() {
        topic.close();
    }

    private ControlView view() {
        long now = System.nanoTime();
        return now - readAt >= READ_NANOS ? read() : view;
    }
}
