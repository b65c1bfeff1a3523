package io.nearline.operations.posts;

import io.nearline.operators.decode.PostReader;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicSlices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest committed records of a topic, oldest first. Null values are passed over. */
public final class TopicSample implements PostRecords {

    /** Between records lie the marks of transactions and what compaction took away. */
    private static final int OFFSETS_PER_RECORD = 4;

    /** A partition of deletions alone must not be read whole. */
    private static final long MOST_OFFSETS = 10_000;

    private final Iterator<ConsumerRecord<byte[], byte[]>> records;
    private final PostReader reader;

    private TopicSample(List<ConsumerRecord<byte[], byte[]>> records, PostReader reader) {
        this.records = records.iterator();
        this.reader = reader;
    }

    /**
     * Reads them.
     *
     * @param reader makes posts of them
     * @param most how many
     * @throws io.nearline.topics.cluster.ClusterException if there is no such topic or the cluster
     *     does not answer
     */
    public static TopicSample newest(Cluster cluster, String topic, PostReader reader, int most) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (TopicSlices slices = TopicSlices.open(cluster, topic)) {
            slices.ends()
                    .forEach(
                            (partition, end) -> found.addAll(newest(slices, partition, end, most)));
        }
        found.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        return new TopicSample(last(found, most), reader);
    }

    private static List<ConsumerRecord<byte[], byte[]>> newest(
            TopicSlices slices, int partition, long end, int most) {
        long beginning = slices.beginnings().getOrDefault(partition, 0L);
        long offsets = (long) most * OFFSETS_PER_RECORD;
        while (true) {
            long start = Math.max(beginning, end - offsets);
            List<ConsumerRecord<byte[], byte[]>> found =
                    slices.read(partition, start, end, (int) offsets).stream()
                            .filter(record -> record.value() != null)
                            .toList();
            if (found.size() >= most || start == beginning || offsets >= MOST_OFFSETS) {
                return last(found, most);
            }
            offsets = Math.min(MOST_OFFSETS, offsets * OFFSETS_PER_RECORD);
        }
    }

    private static <T> List<T> last(List<T> all, int most) {
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    @Override
    public Optional<PostRecord> next() {
        return records.hasNext()
                ? Optional.of(new TopicRecord(records.next(), reader))
                : Optional.empty();
    }

    /** Nothing: they were all read at once. */
    @Override
    public void close() {}
}
