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
 * @param anchor weight of the squared distance from the base's vectors of the same texts, which is
 *     added to the loss so that the model does not forget what the base knew; 0 for none
 */
public record TaskObjective(Loss loss, double temperature, double anchor) {

    /** What a plan says once for all its tasks. */
    record Usual(double temperature, double anchor) {}

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

    /**
     * Reads the keys of one task.
     *
     * @param otherwise temperature and anchor where the task has none of its own
     */
    static TaskObjective read(Section task, Fields fields, Usual otherwise) {
        List<Loss> fitting = fitting(fields);
        String names =
                fitting.stream()
                        .map(loss -> loss.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or "));
        Loss loss = task.oneOf("loss", fitting, "give %s, for these fields".formatted(names));
        return new TaskObjective(
                loss,
                task.number("temperature", otherwise.temperature),
                task.numberOrZero("anchor", otherwise.anchor));
    }

    /** The same without an anchor. */
    TaskObjective withoutAnchor() {
        return new TaskObjective(loss, temperature, 0);
    }

    /** Whether it is computed with the base's vectors. */
    public boolean needsBase() {
        return anchor > 0 || loss == Loss.MSE;
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
