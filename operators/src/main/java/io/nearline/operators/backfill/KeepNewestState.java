package io.nearline.operators.backfill;

import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** The state of {@code keep-newest}: declared here and nowhere else. Never rename. */
final class KeepNewestState {

    private KeepNewestState() {}

    /** What is known of a post. */
    static ValueStateDescriptor<NewestRevision> newest() {
        return new ValueStateDescriptor<>("newest-revision", NewestRevision.class);
    }

    /** Revisions of the second pass that came before the end of the first. */
    static ListStateDescriptor<Candidate> early() {
        return new ListStateDescriptor<>("early-candidates", Candidate.class);
    }
}
