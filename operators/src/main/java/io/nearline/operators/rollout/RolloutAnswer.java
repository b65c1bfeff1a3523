package io.nearline.operators.rollout;

import io.nearline.operators.model.ModelRef;
import org.jspecify.annotations.Nullable;

/**
 * What the job answers to a decision, for the index-control topic.
 *
 * @param model the model
 * @param kind what it answers
 * @param sequence number of the decision that it makes, if it makes one
 * @param dimensions length of the model's vectors; 0 if it was refused
 * @param reason why it was refused; null if it was not
 */
public record RolloutAnswer(
        ModelRef model, Kind kind, long sequence, int dimensions, @Nullable String reason) {

    /** What is answered. */
    public enum Kind {
        /** Every machine has verified the model: it may serve from now on. */
        CANDIDATE,
        /** A machine has refused the staged model: it must not serve. */
        REJECTED,
        /** Every post from now on is embedded with it. */
        SERVING,
        /** A machine has refused a model that is meant to serve. */
        REFUSED,
        /** No post is embedded with it any more. */
        STOPPED
    }
}
