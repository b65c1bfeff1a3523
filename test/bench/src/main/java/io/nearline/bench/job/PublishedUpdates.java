package io.nearline.bench.job;

import io.nearline.operations.local.JobFailedException;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a job has published so far, by what the ids of posts start with: up to the first dash. */
final class PublishedUpdates implements AutoCloseable {
    /** Few, large answers: watching must not cost the job its cores. */
    private static final Map<String, String> SELDOM =
            Map.of("fetch.min.bytes", "4000000", "fetch.max.wait.ms", "200");

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int IDLE_POLLS = 90;

    private final TopicReader reader;
    private final RunningJob job;
    private final OutputFormat format;
    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();

    private PublishedUpdates(TopicReader reader, RunningJob job, OutputFormat format) {
        this.reader = reader;
        this.job = job;
        this.format = format;
    }

    /**
     * Reads a topic from its beginning.
     *
     * @param job who writes to it
     */
    static PublishedUpdates of(String brokers, String topic, RunningJob job, OutputFormat format) {
        return new PublishedUpdates(
                TopicReader.open(
                        new Cluster(brokers, SELDOM), topic, TopicReader.StartAt.BEGINNING),
                job,
                format);
    }

    /**
     * Reads until there are as many in all.
     *
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

    /** When each vector was made, likewise; once, however many updates hold it. */
    List<Long> vectorsMadeAt(String... ids) {
        return Stream.of(ids)
                .flatMap(some -> of(some).stream())
                .map(this::vector)
                .distinct()
                .map(Vector::madeAt)
                .sorted()
                .toList();
    }

    /** All of them. */
    List<ConsumerRecord<byte[], byte[]>> of(String ids) {
        return records.getOrDefault(ids, List.of());
    }

    /** A vector that one or more updates hold. */
    private record Vector(ByteBuffer key, long madeAt) {}

    private Vector vector(ConsumerRecord<byte[], byte[]> update) {
        return new Vector(ByteBuffer.wrap(update.key()), format.vectorMadeAt(update));
    }

    private void add(ConsumerRecord<byte[], byte[]> update) {
        String id = format.postId(update.key());
        String ids = id.substring(0, id.indexOf('-') + 1);
        records.computeIfAbsent(ids, absent -> new ArrayList<>()).add(update);
    }

    @Override
    public void close() {
        reader.close();
    }
}
