package io.nearline.bench;

import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.broker.TopicReader;
import io.nearline.pipeline.embedded.EmbeddedJob;
import io.nearline.pipeline.embedded.JobFailedException;
import io.nearline.schemas.AvroCodec;
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
     * Reads until there are as many in all.
     *
     * @throws JobFailedException if the job fails before
     */
    PublishedUpdates await(int count) throws JobFailedException, InterruptedException {
        for (int idle = 0; records.size() < count; ) {
            int before = records.size();
            reader.poll(POLL).forEach(records::add);
            idle = records.size() == before ? idle + 1 : 0;
            if (job.hasEnded()) {
                job.await();
            }
            if (idle == IDLE_POLLS) {
                throw new IllegalStateException(
                        "the job has published " + records.size() + " of " + count + " updates");
            }
        }
        return this;
    }

    /** When each was published, milliseconds since the epoch, earliest first. */
    List<Long> times() {
        return records.stream().map(ConsumerRecord::timestamp).sorted().toList();
    }

    /** Milliseconds from event to publication, of the posts whose ids start like this. */
    Percentiles freshness(String ids) {
        AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
        List<Long> millis = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            IndexUpdate update = codec.decode(record.value());
            if (update.getPostId().startsWith(ids)) {
                millis.add(record.timestamp() - update.getEventTime().toEpochMilli());
            }
        }
        return Percentiles.of(millis);
    }

    @Override
    public void close() {
        reader.close();
    }
}
