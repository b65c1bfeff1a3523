package io.nearline.operations.rollout;

import io.nearline.embedding.ModelId;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.topics.control.ControlView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes decisions down, numbered after those that are known.
 *
 * @param view what is known
 * @param decidedBy who decides, for people
 * @param now when
 */
record DecisionRecords(ControlView view, String decidedBy, Instant now) {

    /** A decision on a model. */
    ModelStatus of(
            ModelId model, @Nullable String bundleUri, ModelState state, @Nullable String reason) {
        return draft(model, bundleUri, state, reason).build();
    }

    /**
     * A new active model and, after it, the former one as a candidate: in this order there is an
     * active model at every moment.
     *
     * @param figures what was measured; empty for nothing
     */
    List<ModelStatus> activation(
            KnownModel model,
            Map<String, Double> figures,
            boolean forced,
            @Nullable String reason) {
        Optional<ModelStatus> former = view.active();
        ModelStatus activation =
                draft(model.id(), model.bundleUri(), ModelState.ACTIVE, reason)
                        .setReplaces(former.map(ModelStatus::getModelName).orElse(null))
                        .setFigures(figures)
                        .setForced(forced)
                        .build();
        return former.map(replaced -> List.of(activation, demotion(replaced, activation)))
                .orElse(List.of(activation));
    }

    private ModelStatus demotion(ModelStatus former, ModelStatus activation) {
        return draft(
                        new ModelId(former.getModelName(), former.getModelDigest()),
                        former.getBundleUri(),
                        ModelState.CANDIDATE,
                        "replaced by " + activation.getModelName())
                .setSequence(activation.getSequence() + 1)
                .build();
    }

    private ModelStatus.Builder draft(
            ModelId model, @Nullable String bundleUri, ModelState state, @Nullable String reason) {
        return ModelStatus.newBuilder()
                .setModelName(model.name())
                .setModelDigest(model.digest())
                .setBundleUri(bundleUri)
                .setState(state)
                .setSequence(view.nextSequence())
                .setReason(reason)
                .setDecidedBy(decidedBy)
                .setDecidedAt(now);
    }
}
