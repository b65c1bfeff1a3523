package io.nearline.operators.recall;

import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.metrics.SkipReason;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import java.util.EnumSet;
import java.util.Set;
import org.apache.flink.metrics.Counter;

/** What the second gate counts: posts and backfilled vectors apart. */
final class RecallCounters {

    private final Counter stale;
    private final Counter superseded;
    private final Counter unchanged;
    private final Counter merged;
    private final Counter staleMerge;

    RecallCounters(PipelineMetrics metrics) {
        stale = metrics.skipped(SkipReason.STALE);
        superseded = metrics.skipped(SkipReason.SUPERSEDED);
        unchanged = metrics.skipped(SkipReason.UNCHANGED);
        merged = metrics.merged();
        staleMerge = metrics.mergeSkipped(SkipReason.STALE);
    }

    /** Counts a record by what its models came to. */
    void count(PostRevision version, Set<PublishDecision> decisions) {
        if (version.origin() == Origin.BACKFILL) {
            (decisions.contains(PublishDecision.PUBLISH_NEW) ? merged : staleMerge).inc();
        } else if (EnumSet.of(PublishDecision.STALE, PublishDecision.UNCHANGED)
                .containsAll(decisions)) {
            // A record ends as a skip only if no model published, failed or still waits.
            (decisions.contains(PublishDecision.UNCHANGED) ? unchanged : stale).inc();
        }
    }

    /** Counts a waiting revision whose place a newer one took. */
    void superseded() {
        superseded.inc();
    }
}
