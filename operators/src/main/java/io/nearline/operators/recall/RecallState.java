package io.nearline.operators.recall;

import io.nearline.operators.model.ModelStanding;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** The state of {@code recall-vector}: declared here and nowhere else. Never rename. */
public final class RecallState {

    /** Name of the state that holds the vectors. */
    static final String PUBLISHED = "published-vectors";

    /** Name of the state that holds the further vectors. */
    static final String OUTPUTS = "published-outputs";

    /** How the models stand, by name; the same on every subtask. */
    static final MapStateDescriptor<String, ModelStanding> STANDINGS =
            new MapStateDescriptor<>("model-standings", String.class, ModelStanding.class);

    /**
     * When each model that no longer serves was swept, by name: {@code <term>/<parallelism>}. Also
     * what is looked for only once: {@link SweptModels}.
     */
    static final MapStateDescriptor<String, String> SWEPT =
            new MapStateDescriptor<>("swept-models", String.class, String.class);

    /** Name of the state that holds the revisions that wait. */
    static final String PENDING = "pending-reuses";

    /** When the deletes of a post become tombstones, by model name. A timer ends each. */
    static final MapStateDescriptor<String, Long> DUE_TOMBSTONES =
            new MapStateDescriptor<>("due-tombstones", String.class, Long.class);

    private RecallState() {}

    /**
     * What the index holds, by model name.
     *
     * @param timeToLive how long after its last change a vector is kept; longer than the first gate
     *     remembers the post, so that "unchanged" always finds its vector
     */
    public static MapStateDescriptor<String, PublishedVector> published(Duration timeToLive) {
        MapStateDescriptor<String, PublishedVector> descriptor =
                new MapStateDescriptor<>(PUBLISHED, String.class, PublishedVector.class);
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(timeToLive).build());
        return descriptor;
    }

    /**
     * Further vectors of what the index holds, by their names, by model name. Of a job that carries
     * some.
     *
     * @param timeToLive that of {@link #published}
     */
    public static MapStateDescriptor<String, Map<String, float[]>> outputs(Duration timeToLive) {
        // No class of ours: nothing that a later release could rename.
        MapStateDescriptor<String, Map<String, float[]>> descriptor =
                new MapStateDescriptor<>(
                        OUTPUTS,
                        Types.STRING,
                        Types.MAP(Types.STRING, TypeInformation.of(float[].class)));
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(timeToLive).build());
        return descriptor;
    }

    /** Revisions that wait for a vector, by model name. A timer ends each. */
    public static MapStateDescriptor<String, PendingReuse> pending() {
        return new MapStateDescriptor<>(PENDING, String.class, PendingReuse.class);
    }
}
