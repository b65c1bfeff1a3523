package io.nearline.training.plan;

import io.nearline.training.plan.TaskPlan.Fields;
import io.nearline.training.plan.TaskPlan.Labelled;
import io.nearline.training.plan.TaskPlan.Paired;
import io.nearline.training.plan.TaskPlan.Scored;
import io.nearline.training.plan.TaskPlan.Single;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a task's batches are made to lower.
 *
 * @param loss which loss
 * @param temperature that it divides cosines by; {@link Loss#MSE} has none
 */
public record TaskObjective(Loss loss, double temperature) {

    /** The losses, each with the kinds of fields that it can be computed of. */
    public enum Loss {
        /** Partners nearer than all other texts of the batch. */
        INFONCE(Labelled.class, Paired.class),

        /** Pairs in the order of their scores. */
        COSENT(Scored.class),

        /** A score of 0 to 1 is the probability that the pair belongs together. */
        BCE(Scored.class),

        /**
         * The base's vectors are the target. In a pair both texts get that of the first: a
         * translation learns the place of what it translates.
         */
        MSE(Single.class, Paired.class);

        private final Set<Class<?>> kinds;

        Loss(Class<?>... kinds) {
            this.kinds = Set.of(kinds);
        }
    }

    /** Reads the keys of one task. */
    static TaskObjective read(Section task, Fields fields, double temperature) {
        List<Loss> fitting =
                Arrays.stream(Loss.values())
                        .filter(loss -> loss.kinds.contains(fields.getClass()))
                        .toList();
        String names =
                fitting.stream()
                        .map(loss -> loss.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or "));
        Loss loss = task.oneOf("loss", fitting, "give %s, for these fields".formatted(names));
        return new TaskObjective(loss, task.number("temperature", temperature));
    }
}
