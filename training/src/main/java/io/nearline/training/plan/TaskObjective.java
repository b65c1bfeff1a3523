package io.nearline.training.plan;

import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a task's batches are made to lower.
 *
 * @param loss which loss
 * @param temperature that it divides cosines by; {@link Loss#MSE} has none
 */
public record TaskObjective(Loss loss, double temperature) {

    /** The losses. */
    public enum Loss {
        /** Partners nearer than all other texts of the batch. */
        INFONCE,

        /** Pairs in the order of their scores. */
        COSENT,

        /** A score of 0 to 1 is the probability that the pair belongs together. */
        BCE,

        /**
         * The base's vectors are the target. In a pair both texts get that of the first: a
         * translation learns the place of what it translates.
         */
        MSE
    }

    /** Reads the keys of one task. */
    static TaskObjective read(Section task, Fields fields, double temperature) {
        List<Loss> fitting = fitting(fields);
        String names =
                fitting.stream()
                        .map(loss -> loss.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or "));
        Loss loss = task.oneOf("loss", fitting, "give %s, for these fields".formatted(names));
        return new TaskObjective(loss, task.number("temperature", temperature));
    }

    /** The losses that can be computed of a kind of records, the usual one first. */
    private static List<Loss> fitting(Fields fields) {
        if (fields instanceof Labelled) {
            return List.of(Loss.INFONCE);
        }
        if (fields instanceof Paired) {
            return List.of(Loss.INFONCE, Loss.MSE);
        }
        return fields instanceof Scored ? List.of(Loss.COSENT, Loss.BCE) : List.of(Loss.MSE);
    }
}
