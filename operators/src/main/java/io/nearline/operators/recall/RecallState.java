package io.nearline.operators.recall;

import java.time.Duration;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;

/** The state of {@code recall-vector}: declared here and nowhere else. Never rename. */
public final class RecallState {

    private RecallState() {}

    /**
     * What the index holds, by model name.
     *
     * @param timeToLive how long after its last change a vector is kept; longer than the first gate
     *     remembers the post, so that "unchanged" always finds its vector
     */
    public static MapStateDescriptor<String, PublishedVector> published(Duration timeToLive) {
        MapStateDescriptor<String, PublishedVector> descriptor =
                new MapStateDescriptor<>("published-vectors", String.class, PublishedVector.class);
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(timeToLive).build());
        return descriptor;
    }

    /** Revisions that wait for a vector, by model name. A timer ends each. */
    public static MapStateDescriptor<String, PendingReuse> pending() {
        return new MapStateDescriptor<>("pending-reuses", String.class, PendingReuse.class);
    }
}
