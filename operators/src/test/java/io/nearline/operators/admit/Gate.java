package io.nearline.operators.admit;

import io.nearline.operators.model.Announcement;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;

/** The first gate on its own, with real state. */
public final class Gate {

    private Gate() {}

    /** The gate, not open yet. */
    public static KeyedBroadcastOperatorTestHarness<String, Arrival, Announcement, AdmittedPost> of(
            AdmitNewest function) throws Exception {
        return of(function, 1, 1, 0);
    }

    /** One subtask of the gate, not open yet. */
    public static KeyedBroadcastOperatorTestHarness<String, Arrival, Announcement, AdmittedPost> of(
            AdmitNewest function, int keyGroups, int subtasks, int subtask) throws Exception {
        return new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(function, List.of(AdmitState.STANDINGS)),
                Arrival::postId,
                Types.STRING,
                keyGroups,
                subtasks,
                subtask);
    }
}
