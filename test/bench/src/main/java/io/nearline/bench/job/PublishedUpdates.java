package io.nearline.bench.job;

import io.nearline.bench.measure.Percentiles;
import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.broker.TopicReader;
import io.nearline.pipeline.embedded.JobFailedException;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a job has published so far. */
final class PublishedUpdates implements AutoCloseable {
    /** Few, large answers: watching must not cost the job its cores. */
    private static final Map<String, String> SELDOM =
            Map.of("fetch.min.bytes", "4000000", "fetch.max.wait.ms", "200");

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int IDLE_POLLS = 90;

    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
    private final TopicReader reader;
    private final RunningJob job;
    private final Function<byte[], String> idOf;
    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();

    private PublishedUpdates(TopicReader reader, RunningJob job, Function<byte[], String> idOf) {
        this.reader = reader;
        this.job = job;
        this.idOf = idOf;
    }

    /**
     * Reads a topic from its beginning.
     *
     * @param job who writes to it
     * @param idOf the post id in a record's key
     */
    static PublishedUpdates of(
            String brokers, String topic, RunningJob job, Function<byte[], String> idOf) {
        return new PublishedUpdates(
                TopicReader.open(
                        new Cluster(brokers, SELDOM), topic, TopicReader.StartAt.BEGINNING),
                job,
                idOf);
    }

    /** The post id in the key of an index update. */
    static String indexId(byte[] key) {
        return IndexKey.parse(key).postId();
    }

    /**
     * Reads until there are as many in all of posts whose ids start like this.
     *
     * @param ids up to and with the first dash of the ids
     * @throws JobFailedException if the job fails before
     */
    PublishedUpdates await(String ids, int count) throws JobFailedException, InterruptedException {
        int idle = 0;
        while (of(ids).size() < count) {
            int before = of(ids).size();
            reader.poll(POLL).forEach(this::add);
            idle = of(ids).size() == before ? idle + 1 : 0;
            job.check();
            if (idle == IDLE_POLLS) {
                throw new IllegalStateException(
                        "the job has published " + before + " of " + count + " updates of " + ids);
            }
        }
        return this;
    }

    /** When each was published, milliseconds since the epoch, earliest first. */
    List<Long> times(String ids) {
        return of(ids).stream().map(ConsumerRecord::timestamp).sorted().toList();
    }

    /** When the vector of each index update was made, likewise. */
    List<Long> embeddedAt(String ids) {
        return of(ids).stream()
                .map(record -> update(record).getEmbeddedAt().toEpochMilli())
                .sorted()
                .toList();
    }

    /** Milliseconds from event to publication of each index update. */
    Percentiles freshness(String ids) {
        return Percentiles.of(
                of(ids).stream()
                        .map(
                                record ->
                                        record.timestamp()
                                                - update(record).getEventTime().toEpochMilli())
                        .toList());
    }

    private IndexUpdate update(ConsumerRecord<byte[], byte[]> record) {
        return codec.decode(record.value());
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        String id = idOf.apply(record.key());
        String ids = id.substring(0, id.indexOf('-') + 1);
        records.computeIfAbsent(ids, absent -> new ArrayList<>()).add(record);
    }

    private List<ConsumerRecord<byte[], byte[]>> of(String ids) {
        return records.getOrDefault(ids, List.of());
    }

    @Override
    public void close() {
        reader.close();
    }
}
