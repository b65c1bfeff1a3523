package io.nearline.training.plan;

import io.nearline.training.plan.TaskObjective.Loss;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** A task, for {@link PlanBuilder}. */
public final class TaskBuilder extends DataBuilder<TaskBuilder> {
    private final Keys heldOut = new Keys();

    /** Starts with the file of its records. */
    public TaskBuilder(Path file) {
        keys.put("file", file.toString());
    }

    /** What its batches are made to lower. */
    public TaskBuilder loss(Loss loss) {
        keys.put("loss", loss.name().toLowerCase(Locale.ROOT));
        return this;
    }

    /** Number that the loss divides cosines by. */
    public TaskBuilder temperature(double temperature) {
        keys.put("temperature", temperature);
        return this;
    }

    /**
     * Weight of the squared distance from the base's vectors; instead of the plan's, 0 for none.
     */
    public TaskBuilder anchor(double weight) {
        keys.put("anchor", weight);
        return this;
    }

    /** How often a batch is of this task, against the other tasks' weights. */
    public TaskBuilder weight(double weight) {
        keys.put("weight", weight);
        return this;
    }

    /**
     * How many of its records stand beside the batch of each step, instead of steps of its own; the
     * weight is then what its loss is multiplied with.
     */
    public TaskBuilder beside(int records) {
        keys.put("beside", records);
        return this;
    }

    /** Field whose value the records of a batch share: negatives that are hard to tell apart. */
    public TaskBuilder within(String field) {
        keys.put("within", field);
        return this;
    }

    /** Texts that stand in a batch for each pair, of the nearest that do not belong to it. */
    public TaskBuilder negatives(int each) {
        keys.put("negatives", each);
        return this;
    }

    /** A part that is scored and not learned from. */
    public TaskBuilder heldOut(String name, HeldOutBuilder part) {
        heldOut.putOnce("heldout", name, part.keys.values());
        return this;
    }

    Map<String, Object> keys() {
        keys.put("heldout", heldOut.values());
        return keys.values();
    }

    @Override
    TaskBuilder self() {
        return this;
    }
}
