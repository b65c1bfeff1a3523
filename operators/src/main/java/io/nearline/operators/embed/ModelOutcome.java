package io.nearline.operators.embed;

import io.nearline.embedding.Embedding;
import io.nearline.embedding.NamedVector;
import io.nearline.operators.admit.MergedVector;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.deadletter.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one model's task.
 *
 * @param task the task
 * @param vector the vector {@code [dimensions]} if it was embedded here or merged
 * @param tokens tokens fed to the model; 0 without a vector
 * @param truncated whether the text was longer than the model's window
 * @param embeddedAt when the vector was made, milliseconds since the epoch; 0 without a vector
 * @param failure why there is no vector, if it failed
 * @param outputs further vectors of the same text
 */
public record ModelOutcome(
        ModelTask task,
        float @Nullable [] vector,
        int tokens,
        boolean truncated,
        long embeddedAt,
        @Nullable Failure failure,
        List<NamedVector> outputs) {

    /** A vector and no further ones, or none at all. */
    public ModelOutcome(
            ModelTask task,
            float @Nullable [] vector,
            int tokens,
            boolean truncated,
            long embeddedAt,
            @Nullable Failure failure) {
        this(task, vector, tokens, truncated, embeddedAt, failure, List.of());
    }

    static ModelOutcome embedded(ModelTask task, Embedding embedding, long now) {
        return new ModelOutcome(
                task,
                embedding.vector(),
                embedding.tokens(),
                embedding.truncated(),
                now,
                null,
                embedding.outputs());
    }

    static ModelOutcome failed(ModelTask task, Failure failure) {
        return new ModelOutcome(task, null, 0, false, 0, failure);
    }

    /** The task needs no model: a merged vector comes along, anything else has none. */
    static ModelOutcome passed(ModelTask task) {
        MergedVector merged = task.merged();
        return merged == null
                ? new ModelOutcome(task, null, 0, false, 0, null)
                : new ModelOutcome(
                        task,
                        merged.vector(),
                        merged.tokens(),
                        merged.truncated(),
                        merged.embeddedAt(),
                        null,
                        merged.outputs());
    }
}
