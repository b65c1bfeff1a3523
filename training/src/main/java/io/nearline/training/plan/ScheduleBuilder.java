package io.nearline.training.plan;

/** How long and how fast to learn, for {@link PlanBuilder}. */
public final class ScheduleBuilder {
    final Keys keys = new Keys();

    /**
     * Starts with what has no default.
     *
     * @param steps batches in all
     */
    public ScheduleBuilder(int steps) {
        keys.put("steps", steps);
    }

    /** Pairs in a batch. */
    public ScheduleBuilder batch(int pairs) {
        keys.put("batch", pairs);
        return this;
    }

    /** Highest learning rate of AdamW. */
    public ScheduleBuilder rate(double rate) {
        keys.put("rate", rate);
        return this;
    }

    /** Steps over which the rate rises. */
    public ScheduleBuilder warmup(int steps) {
        keys.put("warmup", steps);
        return this;
    }

    /** Weight decay of AdamW. */
    public ScheduleBuilder decay(double decay) {
        keys.put("decay", decay);
        return this;
    }

    /** Longest gradient. */
    public ScheduleBuilder clip(double length) {
        keys.put("clip", length);
        return this;
    }

    /** Number that losses divide cosines by, for tasks that have none of their own. */
    public ScheduleBuilder temperature(double temperature) {
        keys.put("temperature", temperature);
        return this;
    }

    /** Tokens that a text is cut at while learning. */
    public ScheduleBuilder tokens(int most) {
        keys.put("tokens", most);
        return this;
    }

    /** Steps between two checkpoints. */
    public ScheduleBuilder checkpoint(int steps) {
        keys.put("checkpoint", steps);
        return this;
    }

    /** Power of a task's size that its weight is multiplied with, 0 to 1. */
    public ScheduleBuilder mixing(double power) {
        keys.put("mixing", power);
        return this;
    }
}
