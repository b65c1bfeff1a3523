package io.nearline.operators.admit;

import io.nearline.operators.model.ModelStanding;
import java.time.Duration;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/** The state of {@code admit-newest}: declared here and nowhere else. Never rename. */
public final class AdmitState {

    /** How the models stand, by name; the same on every subtask. */
    public static final MapStateDescriptor<String, ModelStanding> STANDINGS =
            new MapStateDescriptor<>("model-standings", String.class, ModelStanding.class);

    private AdmitState() {}

    /**
     * What the gate remembers of a post, forgotten when the post was not changed for a while.
     *
     * @param timeToLive how long after its last change a post is remembered
     */
    public static ValueStateDescriptor<PostMemory> memory(Duration timeToLive) {
        ValueStateDescriptor<PostMemory> descriptor =
                new ValueStateDescriptor<>("post-memory", PostMemory.class);
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(timeToLive).build());
        return descriptor;
    }
}
