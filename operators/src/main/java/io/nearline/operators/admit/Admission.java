package io.nearline.operators.admit;

import io.nearline.operators.metrics.SkipReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gate's decision on one revision. */
public sealed interface Admission {

    /** What to remember from now on; null if nothing changes. */
    @Nullable PostMemory memory();

    /**
     * The revision is the newest.
     *
     * @param tasks what each model has to do
     * @param memory what to remember; null if nothing changes
     */
    record Admit(List<ModelTask> tasks, @Nullable PostMemory memory) implements Admission {}

    /**
     * The revision ends here.
     *
     * @param reason why
     * @param memory what to remember; null if nothing changes
     */
    record Skip(SkipReason reason, @Nullable PostMemory memory) implements Admission {}
}
