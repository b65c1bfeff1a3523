package io.nearline.topics.control;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.ControlKey;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ModelStatus;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicReader.StartAt;
import io.nearline.topics.cluster.TopicWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the index-control topic of one cluster. Reading goes on where it stopped, so
 * looking again costs only what is new. Not thread-safe.
 */
public final class ControlTopic implements AutoCloseable {

    private static final Duration LONGEST_POLL = Duration.ofMillis(250);

    private final Cluster cluster;
    private final String topic;
    private final TopicReader reader;
    private final ControlFold fold = new ControlFold();
    private @Nullable TopicWriter writer;

    private ControlTopic(Cluster cluster, String topic, TopicReader reader) {
        this.cluster = cluster;
        this.topic = topic;
        this.reader = reader;
    }

    /**
     * Opens the topic.
     *
     * @throws io.nearline.topics.cluster.ClusterException if there is no such topic or the cluster
     *     does not answer
     */
    public static ControlTopic open(Cluster cluster, String topic) {
        return new ControlTopic(
                cluster, topic, TopicReader.open(cluster, topic, StartAt.BEGINNING));
    }

    /**
     * What the topic says now: everything acknowledged before this call is taken in.
     *
     * @throws io.nearline.topics.cluster.ClusterException if the cluster does not answer
     */
    public ControlView read() {
        reader.readToEnd(this::apply);
        return fold.view();
    }

    /**
     * Reads until the topic says what is waited for.
     *
     * @return what it said then; empty if it did not in this time
     * @throws io.nearline.topics.cluster.ClusterException if the cluster does not answer
     */
    public Optional<ControlView> await(Predicate<ControlView> wanted, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        ControlView view = read();
        while (!wanted.test(view)) {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
                return Optional.empty();
            }
            reader.poll(left.compareTo(LONGEST_POLL) < 0 ? left : LONGEST_POLL)
                    .forEach(this::apply);
            view = fold.view();
        }
        return Optional.of(view);
    }

    /**
     * Publishes a decision; returns when the cluster has acknowledged it.
     *
     * @throws io.nearline.topics.cluster.ClusterException if it could not be written
     */
    public void publish(ModelStatus status) {
        write(keyOf(status), AvroCodec.of(ModelStatus.class).encode(status));
    }

    /**
     * Publishes what the live job does; returns when the cluster has acknowledged it.
     *
     * @throws io.nearline.topics.cluster.ClusterException if it could not be written
     */
    public void publish(ModelServing serving) {
        write(keyOf(serving), AvroCodec.of(ModelServing.class).encode(serving));
    }

    /**
     * Publishes how far a backfill is; returns when the cluster has acknowledged it.
     *
     * @throws io.nearline.topics.cluster.ClusterException if it could not be written
     */
    public void publish(BackfillReport report) {
        write(keyOf(report), AvroCodec.of(BackfillReport.class).encode(report));
    }

    @Override
    public void close() {
        reader.close();
        if (writer != null) {
            writer.close();
        }
    }

    static ControlKey keyOf(ModelStatus status) {
        return ControlKey.status(status.getModelName());
    }

    static ControlKey keyOf(ModelServing serving) {
        return ControlKey.serving(serving.getModelName());
    }

    static ControlKey keyOf(BackfillReport report) {
        return ControlKey.backfill(report.getModelName(), report.getBackfillId());
    }

    private void write(ControlKey key, byte[] value) {
        if (writer == null) {
            writer = new TopicWriter(cluster, topic);
        }
        writer.write(key.toBytes(), value);
    }

    private void apply(ConsumerRecord<byte[], byte[]> polled) {
        fold.apply(polled.key(), polled.value());
    }
}
