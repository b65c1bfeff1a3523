package io.nearline.operators.admit;

import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.metrics.SkipReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;

/** What the first gate counts: posts and backfilled vectors apart. */
final class GateCounters {

    private final Map<SkipReason, Counter> skippedPosts = new EnumMap<>(SkipReason.class);
    private final Map<SkipReason, Counter> skippedMerges = new EnumMap<>(SkipReason.class);
    private final Map<Action, Counter> admitted = new EnumMap<>(Action.class);

    GateCounters(PipelineMetrics metrics) {
        for (SkipReason reason :
                List.of(
                        SkipReason.STALE,
                        SkipReason.REPEATED,
                        SkipReason.EMPTY,
                        SkipReason.UNSERVED_MODEL)) {
            skippedPosts.put(reason, metrics.skipped(reason));
        }
        for (SkipReason reason :
                List.of(SkipReason.STALE, SkipReason.UNSERVED_MODEL, SkipReason.BEYOND_MEMORY)) {
            skippedMerges.put(reason, metrics.mergeSkipped(reason));
        }
        for (Action action : Action.values()) {
            admitted.put(action, metrics.admitted(action));
        }
    }

    void count(Arrival arrival, Admission admission) {
        if (admission instanceof Admission.Admit admit) {
            admit.tasks()
                    .forEach(task -> Objects.requireNonNull(admitted.get(task.action())).inc());
        } else if (admission instanceof Admission.Skip skip) {
            var skipped = arrival.isMerge() ? skippedMerges : skippedPosts;
            Objects.requireNonNull(skipped.get(skip.reason())).inc();
        }
    }
}
