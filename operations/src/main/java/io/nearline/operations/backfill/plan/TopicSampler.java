package io.nearline.operations.backfill.plan;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.pipeline.source.KafkaRecords;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicSlices;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Samples a range of a topic: cuts it into equal stretches and reads a few records at a random
 * place of each. So the sample is spread over all of the range, and reading it costs a fetch a
 * stretch.
 */
final class TopicSampler {

    /** Records read at one place: fewer cost more fetches, more look alike. */
    private static final int AT_ONE_PLACE = 16;

    private final Cluster cluster;
    private final RandomGenerator random;

    TopicSampler(Cluster cluster, RandomGenerator random) {
        this.cluster = cluster;
        this.random = random;
    }

    /**
     * A sample; all records if the range has no more.
     *
     * @param size how many records, more or less
     * @throws io.nearline.topics.cluster.ClusterException if the cluster does not answer
     */
    RecordSample sample(String topic, OffsetRanges offsets, int size) {
        try (TopicSlices slices = TopicSlices.open(cluster, topic)) {
            long population = offsets.size();
            List<RawRecord> records =
                    population <= size
                            ? everything(slices, offsets)
                            : places(slices, offsets, population, size);
            // What compaction removed is no record, so a whole sample is the population.
            return new RecordSample(population <= size ? records.size() : population, records);
        }
    }

    private static List<RawRecord> everything(TopicSlices slices, OffsetRanges offsets) {
        List<RawRecord> records = new ArrayList<>();
        offsets.byPartition()
                .forEach(
                        (partition, range) ->
                                read(slices, partition, range.start(), range.end(), records));
        return records;
    }

    private List<RawRecord> places(
            TopicSlices slices, OffsetRanges offsets, long population, int size) {
        long stretches = Math.max(1, size / AT_ONE_PLACE);
        double length = (double) population / stretches;
        List<RawRecord> records = new ArrayList<>();
        for (long i = 0; i < stretches; i++) {
            double slack = Math.max(0, length - AT_ONE_PLACE);
            readAt(slices, offsets, (long) (i * length + slack * random.nextDouble()), records);
        }
        return records;
    }

    /** Reads at a position of all partitions laid end to end, up to the end of its partition. */
    private static void readAt(
            TopicSlices slices, OffsetRanges offsets, long position, List<RawRecord> into) {
        long before = 0;
        for (Map.Entry<Integer, OffsetRanges.Range> part : offsets.byPartition().entrySet()) {
            OffsetRanges.Range range = part.getValue();
            long length = range.end() - range.start();
            if (position < before + length) {
                long start = range.start() + position - before;
                long end = Math.min(range.end(), start + AT_ONE_PLACE);
                read(slices, part.getKey(), start, end, into);
                return;
            }
            before += length;
        }
    }

    private static void read(
            TopicSlices slices, int partition, long start, long end, List<RawRecord> into) {
        for (ConsumerRecord<byte[], byte[]> found :
                slices.read(partition, start, end, Math.toIntExact(end - start))) {
            into.add(KafkaRecords.raw(found, Origin.BACKFILL));
        }
    }
}
