package io.nearline.operations.rollout;

import io.nearline.embedding.ModelId;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.topics.control.ControlView;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A model as the index-control topic knows it.
 *
 * @param id its name and digest
 * @param bundleUri where its bundle is; null for a model that the live job was configured with
 * @param state what was decided; UNKNOWN if nothing was
 * @param serving what the live job does; null if it has not said anything of this digest
 */
public record KnownModel(
        ModelId id, @Nullable String bundleUri, ModelState state, @Nullable ModelServing serving) {

    /** The model of this name; empty if nothing is known of it. */
    public static Optional<KnownModel> in(ControlView view, String name) {
        ModelServing serving = view.serving(name).orElse(null);
        Optional<KnownModel> decided =
                view.status(name).map(status -> of(status, sameDigest(serving, status)));
        return serving == null
                ? decided
                : decided.or(
                        () ->
                                Optional.of(
                                        new KnownModel(
                                                new ModelId(name, serving.getModelDigest()),
                                                serving.getBundleUri(),
                                                ModelState.UNKNOWN,
                                                serving)));
    }

    /**
     * The model of this name.
     *
     * @throws DecisionRefusedException if nothing is known of it
     */
    public static KnownModel require(ControlView view, String name) {
        return in(view, name)
                .orElseThrow(
                        () ->
                                new DecisionRefusedException(
                                        """
                                        there is no model %s on the control \
                                        topic: stage it first, or take one of %s\
                                        """
                                                .formatted(name, names(view))));
    }

    /** Names of the models of which anything is known, sorted. */
    public static SortedSet<String> names(ControlView view) {
        SortedSet<String> names = new TreeSet<>(view.statuses().keySet());
        names.addAll(view.servings().keySet());
        return names;
    }

    /** Whether every post from now on is embedded with it. */
    public boolean isServing() {
        return serving != null && serving.getState() == ServingState.SERVING;
    }

    /** Whether there may be vectors of it, so that its name stands for its digest for ever. */
    boolean hasServed() {
        boolean decided =
                switch (state) {
                    case CANDIDATE, ACTIVE, RETIRED -> true;
                    case UNKNOWN, STAGED, REJECTED -> false;
                };
        boolean served = serving != null && serving.getState() != ServingState.REFUSED;
        return decided || served;
    }

    /** Number of components of its vectors; 0 if the live job has not said. */
    int dimensions() {
        return serving == null ? 0 : serving.getDimensions();
    }

    private static KnownModel of(ModelStatus status, @Nullable ModelServing serving) {
        return new KnownModel(
                new ModelId(status.getModelName(), status.getModelDigest()),
                bundleUri(status, serving),
                status.getState(),
                serving);
    }

    private static @Nullable String bundleUri(ModelStatus status, @Nullable ModelServing serving) {
        return status.getBundleUri() == null && serving != null
                ? serving.getBundleUri()
                : status.getBundleUri();
    }

    /** What the job says of another digest under the same name is not about this model. */
    private static @Nullable ModelServing sameDigest(
            @Nullable ModelServing serving, ModelStatus status) {
        boolean same = serving != null && serving.getModelDigest().equals(status.getModelDigest());
        return same ? serving : null;
    }
}
