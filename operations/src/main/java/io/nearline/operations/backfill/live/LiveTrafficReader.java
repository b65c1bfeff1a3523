package io.nearline.operations.backfill.live;

import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.GroupLag;
import io.nearline.topics.cluster.TopicSlices;
import io.nearline.topics.freshness.NearestRank;
import io.nearline.topics.freshness.UpdateFreshness;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the ends of the live job's topics. Not thread-safe. */
public final class LiveTrafficReader {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** A bound on what is fetched, some 2 KB each; a busier partition has a shorter window. */
    private static final int MOST_PER_PARTITION = 1000;

    private final Cluster cluster;
    private final Clock clock;
    private final UpdateFreshness updates = new UpdateFreshness();

    /**
     * @param cluster where the topics are
     * @param clock the cluster's time, more or less
     */
    public LiveTrafficReader(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * A look.
     *
     * @param updatesTopic the topic of index updates
     * @param mergedTopic the topic of backfilled vectors
     * @param mergeGroup consumer group with which the live job reads them
     * @throws io.nearline.topics.cluster.ClusterException if a topic is missing or the cluster does
     *     not answer
     */
    public LiveTraffic read(String updatesTopic, String mergedTopic, String mergeGroup) {
        Tail tail = tail(updatesTopic);
        return new LiveTraffic(
                tail.perSecond(),
                tail.percentile(0.99),
                GroupLag.of(cluster, mergeGroup, mergedTopic));
    }

    private Tail tail(String topic) {
        Instant now = clock.instant();
        Tail tail = new Tail(now.toEpochMilli(), now.minus(WINDOW).toEpochMilli());
        try (TopicSlices slices = TopicSlices.open(cluster, topic)) {
            Map<Integer, Long> starts = slices.firstAt(now.minus(WINDOW));
            slices.ends()
                    .forEach(
                            (partition, end) -> {
                                long start = Objects.requireNonNull(starts.get(partition));
                                long from = Math.max(start, end - MOST_PER_PARTITION);
                                tail.add(
                                        slices.read(partition, from, end, MOST_PER_PARTITION),
                                        from > start);
                            });
        }
        return tail;
    }

    /** The live updates of one look. */
    private final class Tail {

        private final List<Long> publishedAt = new ArrayList<>();
        private final List<Long> freshness = new ArrayList<>();
        private final long now;
        private long since;

        Tail(long now, long since) {
            this.now = now;
            this.since = since;
        }

        void add(List<ConsumerRecord<byte[], byte[]>> records, boolean cut) {
            if (cut && !records.isEmpty()) {
                since = Math.max(since, records.get(0).timestamp());
            }
            records.forEach(this::add);
        }

        private void add(ConsumerRecord<byte[], byte[]> published) {
            updates.millisOf(published)
                    .ifPresent(
                            millis -> {
                                publishedAt.add(published.timestamp());
                                freshness.add(millis);
                            });
        }

        double perSecond() {
            long inWindow = publishedAt.stream().filter(time -> time >= since).count();
            return inWindow * 1e3 / Math.max(1, now - since);
        }

        OptionalLong percentile(double share) {
            if (freshness.isEmpty()) {
                return OptionalLong.empty();
            }
            long[] sorted = freshness.stream().mapToLong(Long::longValue).sorted().toArray();
            return OptionalLong.of(NearestRank.of(share, sorted));
        }
    }
}
