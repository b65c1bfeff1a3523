package io.nearline.operations.rollout;

import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ServingState;
import io.nearline.topics.control.ControlView;
import java.time.Duration;
import java.time.Instant;

/** When what a model has left may be removed: once nobody publishes for it, and never will. */
public final class PurgeRule {

    /**
     * What a job had in flight when it stopped serving the model may be published so much later:
     * the time-outs of a text and of one that waits for its vector, with their defaults, and some.
     */
    private static final Duration IN_FLIGHT = Duration.ofMinutes(10);

    private PurgeRule() {}

    /**
     * Asks for it.
     *
     * @param view what the control topic says
     * @param now the time
     * @throws DecisionRefusedException if nothing is known of the model, it is not retired, or the
     *     live job serves it or has stopped only just now
     */
    public static void require(ControlView view, String name, Instant now) {
        KnownModel model = KnownModel.require(view, name);
        if (model.state() != ModelState.RETIRED) {
            throw new DecisionRefusedException(
                    "%s is %s, and only a retired model is purged: retire it first, with: nearline rollout retire %s"
                            .formatted(name, model.state(), name));
        }
        // Of any digest: it is the name that the keys have.
        view.serving(name).ifPresent(serving -> requireStopped(serving, now));
    }

    private static void requireStopped(ModelServing serving, Instant now) {
        String name = serving.getModelName();
        boolean stopped =
                serving.getState() == ServingState.STOPPED
                        || serving.getState() == ServingState.REFUSED;
        if (!stopped) {
            throw new DecisionRefusedException(
                    "the live job says %s of %s: purge it once \"nearline rollout status\" shows STOPPED; a job that is down stops serving it when it runs again"
                            .formatted(serving.getState(), name));
        }
        Instant settled = serving.getSince().plus(IN_FLIGHT);
        if (now.isBefore(settled)) {
            throw new DecisionRefusedException(
                    "the live job stopped serving %s at %s, and what it had in flight may still be published: purge it after %s"
                            .formatted(name, serving.getSince(), settled));
        }
    }
}
