package io.nearline.operators.admit;

import io.nearline.operators.model.ModelRef;
import org.jspecify.annotations.Nullable;

/**
 * What one model has to do for one revision.
 *
 * @param model the model
 * @param action what to do
 * @param merged the vector that a backfill made, if the action is MERGE
 */
public record ModelTask(ModelRef model, Action action, @Nullable MergedVector merged) {

    /** A task that brings no vector. */
    public static ModelTask of(ModelRef model, Action action) {
        return new ModelTask(model, action, null);
    }

    /** The task to publish a vector that a backfill made. */
    public static ModelTask merge(ModelRef model, MergedVector merged) {
        return new ModelTask(model, Action.MERGE, merged);
    }
}
