package io.nearline.operations.backfill.range;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a topic somebody asks for. What is not given has no bound: from the oldest record
 * that is kept, to the end that the topic has when it is resolved.
 *
 * @param fromTime Kafka time of the first record, inclusive; null for no bound
 * @param toTime Kafka time to stop before; null for no bound
 * @param fromOffsets first offset by partition; partitions that are not named have no bound
 * @param toOffsets offset to stop before by partition; partitions that are not named have no bound
 */
public record RangeRequest(
        @Nullable Instant fromTime,
        @Nullable Instant toTime,
        Map<Integer, Long> fromOffsets,
        Map<Integer, Long> toOffsets) {

    public RangeRequest {
        fromOffsets = Map.copyOf(fromOffsets);
        toOffsets = Map.copyOf(toOffsets);
    }

    /** The whole topic. */
    public static RangeRequest everything() {
        return new RangeRequest(null, null, Map.of(), Map.of());
    }
}
