package io.nearline.operations.backfill.range;

import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicSlices;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Turns a request into the offsets that a topic has for it now. */
public final class RangeResolver {

    private final Cluster cluster;
    private final Clock clock;

    /**
     * @param cluster where the topic is
     * @param clock the cluster's time, more or less
     */
    public RangeResolver(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * The range; empty if nothing is in it.
     *
     * @throws io.nearline.topics.cluster.ClusterException if there is no such topic or the cluster
     *     does not answer
     * @throws IllegalArgumentException if the request names a partition that the topic has not
     */
    public ResolvedRange resolve(String topic, RangeRequest request) {
        // Before the ends are asked for: what comes in between is then not claimed to be read.
        Instant now = clock.instant();
        try (TopicSlices slices = TopicSlices.open(cluster, topic)) {
            Map<Integer, Long> oldest = slices.beginnings();
            Map<Integer, Long> newest = slices.ends();
            requireKnown(topic, newest.keySet(), request.fromOffsets().keySet());
            requireKnown(topic, newest.keySet(), request.toOffsets().keySet());
            Map<Integer, Long> starts =
                    bounds(slices, oldest, request.fromTime(), request.fromOffsets());
            Map<Integer, Long> ends = bounds(slices, newest, request.toTime(), request.toOffsets());
            Map<Integer, OffsetRanges.Range> ranges = new HashMap<>();
            newest.forEach(
                    (partition, last) -> {
                        long start = Math.max(at(starts, partition), at(oldest, partition));
                        long end = Math.min(at(ends, partition), last);
                        if (start < end) {
                            ranges.put(partition, new OffsetRanges.Range(start, end));
                        }
                    });
            return new ResolvedRange(
                    topic, OffsetRanges.of(ranges), asOf(slices, ranges, newest, now));
        }
    }

    private static Map<Integer, Long> bounds(
            TopicSlices slices,
            Map<Integer, Long> unbounded,
            @Nullable Instant time,
            Map<Integer, Long> offsets) {
        Map<Integer, Long> bounds = new HashMap<>(time == null ? unbounded : slices.firstAt(time));
        bounds.putAll(offsets);
        return bounds;
    }

    /** The time of the oldest change right behind the range: all before it are in. */
    private static Instant asOf(
            TopicSlices slices,
            Map<Integer, OffsetRanges.Range> ranges,
            Map<Integer, Long> newest,
            Instant now) {
        Instant asOf = now;
        for (Map.Entry<Integer, OffsetRanges.Range> range : ranges.entrySet()) {
            int partition = range.getKey();
            for (ConsumerRecord<byte[], byte[]> behind :
                    slices.read(partition, range.getValue().end(), at(newest, partition), 1)) {
                Instant time = Instant.ofEpochMilli(behind.timestamp());
                asOf = time.isBefore(asOf) ? time : asOf;
            }
        }
        return asOf;
    }

    /** Each of the maps has every partition. */
    private static long at(Map<Integer, Long> offsets, int partition) {
        return Objects.requireNonNull(offsets.get(partition));
    }

    private static void requireKnown(String topic, Set<Integer> known, Set<Integer> named) {
        for (int partition : named) {
            if (!known.contains(partition)) {
                throw new IllegalArgumentException(
                        "topic "
                                + topic
                                + " has no partition "
                                + partition
                                + ": name one of "
                                + known);
            }
        }
    }
}
