package io.nearline.training.plan;

import io.nearline.training.plan.DataPlan.Fields;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one task learns from.
 *
 * @param name for people
 * @param data its records
 * @param heldOut parts that are scored and not learned from
 * @param objective what is made of the records
 * @param weight how often a batch is of this task, against the other tasks' weights; of a task that
 *     stands beside the others, what its loss is multiplied with
 * @param beside how many of its records are learned from in each step, beside the batch of another
 *     task; 0 for a task that has steps of its own
 * @param within field whose value the records of a batch share, as far as there are enough of them;
 *     none for batches of any records
 * @param negatives texts that stand in a batch for each pair, of the nearest that do not belong to
 *     it; 0 for those of the other pairs alone
 */
public record TaskPlan(
        String name,
        DataPlan data,
        List<HeldOutPlan> heldOut,
        TaskObjective objective,
        double weight,
        int beside,
        Optional<String> within,
        int negatives) {

    public TaskPlan {
        heldOut = List.copyOf(heldOut);
    }

    /** Batches of its own, of any records. */
    public TaskPlan(
            String name,
            DataPlan data,
            List<HeldOutPlan> heldOut,
            TaskObjective objective,
            double weight) {
        this(name, data, heldOut, objective, weight, 0, Optional.empty(), 0);
    }

    /** All records of a file, none held out. */
    public TaskPlan(String name, Path file, Fields fields, TaskObjective objective, double weight) {
        this(name, new DataPlan(file, fields, Selection.ALL), List.of(), objective, weight);
    }

    /** Which fields of a record are its texts, and what else is known of them. */
    public Fields fields() {
        return data.fields();
    }

    /** Whether it is learned from in each step, beside the batch of another task. */
    public boolean isBeside() {
        return beside > 0;
    }

    /** What its loss is multiplied with. */
    public double lossFactor() {
        return isBeside() ? weight : 1;
    }

    TaskPlan withoutAnchor() {
        return new TaskPlan(
                name, data, heldOut, objective.withoutAnchor(), weight, beside, within, negatives);
    }

    /** The same, scored only. */
    TaskPlan undrawn() {
        return new TaskPlan(name, data, heldOut, objective, 0, 0, within, 0);
    }
}
