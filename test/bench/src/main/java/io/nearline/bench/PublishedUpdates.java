package io.nearline.bench;

import io.nearline.bench.measure.Percentiles;
import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.broker.TopicReader;
import io.nearline.pipeline.embedded.EmbeddedJob;
import io.nearline.pipeline.embedded.JobFailedException;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a job has published so far. */
final class PublishedUpdates implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int IDLE_POLLS = 90;

    private final TopicReader reader;
    private final EmbeddedJob job;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    private PublishedUpdates(TopicReader reader, EmbeddedJob job) {
        this.reader = reader;
        this.job = job;
    }

    static PublishedUpdates of(Cluster cluster, String topic, EmbeddedJob job) {
        return new PublishedUpdates(
                TopicReader.open(cluster, topic, TopicReader.StartAt.BEGINNING), job);
    }

    /**
     * Reads until there are as many in all of posts whose ids start like this.
     *
     * @throws JobFailedException if the job fails before
     */
    PublishedUpdates await(String ids, int count) throws JobFailedException, InterruptedException {
        int idle = 0;
        while (of(ids).size() < count) {
            int before = records.size();
            reader.poll(POLL).forEach(records::add);
            idle = records.size() == before ? idle + 1 : 0;
            if (job.hasEnded()) {
                job.await();
            }
            if (idle == IDLE_POLLS) {
                throw new IllegalStateException(
                        "the job has published "
                                + of(ids).size()
                                + " of "
                                + count
                                + " updates of "
                                + ids);
            }
        }
        return this;
    }

    /** When each was published, milliseconds since the epoch, earliest first. */
    List<Long> times(String ids) {
        return of(ids).stream().map(ConsumerRecord::timestamp).sorted().toList();
    }

    /** Milliseconds from event to publication. */
    Percentiles freshness(String ids) {
        AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
        return Percentiles.of(
                of(ids).stream()
                        .map(
                                record ->
                                        record.timestamp()
                                                - codec.decode(record.value())
                                                        .getEventTime()
                                                        .toEpochMilli())
                        .toList());
    }

    private List<ConsumerRecord<byte[], byte[]>> of(String ids) {
        return records.stream()
                .filter(record -> IndexKey.parse(record.key()).postId().startsWith(ids))
                .toList();
    }

    @Override
    public void close() {
        reader.close();
    }
}
