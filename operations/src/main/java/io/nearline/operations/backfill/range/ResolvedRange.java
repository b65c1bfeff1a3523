package io.nearline.operations.backfill.range;

import io.nearline.pipeline.config.OffsetRanges;
import java.time.Instant;

/**
 * Records of a topic, fixed: whoever reads them later reads the same.
 *
 * @param topic name of the topic
 * @param offsets which records of it; partitions without any are left out
 * @param asOf the time up to which the topic's changes are in the range, or before it
 */
public record ResolvedRange(String topic, OffsetRanges offsets, Instant asOf) {

    public boolean isEmpty() {
        return offsets.size() == 0;
    }
}
