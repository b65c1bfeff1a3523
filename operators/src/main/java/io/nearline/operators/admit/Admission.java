package io.nearline.operators.admit;

import io.nearline.operators.metrics.SkipReason;
import java.util.List;

/** The gate's decision on one revision. */
public sealed interface Admission {

    /**
     * What to remember from now on; null if nothing changes.
     *
     * @return the new state value, or null
     */
    PostMemory memory();

    /**
     * The revision is the newest.
     *
     * @param tasks what each model has to do
     * @param memory what to remember
     */
    record Admit(List<ModelTask> tasks, PostMemory memory) implements Admission {}

    /**
     * The revision ends here.
     *
     * @param reason why
     * @param memory what to remember, or null
     */
    record Skip(SkipReason reason, PostMemory memory) implements Admission {}
}
