package io.nearline.operations.rollout;

import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TombstoneWriter;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicReader.StartAt;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Ends what a retired model has left on the index-updates topic: each of its keys that holds a
 * value gets a null one. Keys of other models, and those that hold nothing, are left alone, so that
 * a second run finds nothing to do. Not thread-safe.
 *
 * <p>The caller makes sure that no job publishes for the model: {@link PurgeRule}. What one
 * publishes all the same while this runs is found and ended too; docs/decisions/0031 says what is
 * left.
 */
public final class Purge implements AutoCloseable {

    private static final int BATCH = 10_000;

    /** Whoever still publishes after so many is no straggler. */
    private static final int ROUNDS = 3;

    private final Cluster cluster;
    private final String topic;
    private final String modelName;
    private final GateProgress progress;
    private final ModelKeys keys;
    private final TopicReader reader;
    private long read;

    private Purge(
            Cluster cluster,
            String topic,
            String modelName,
            GateProgress progress,
            TopicReader reader) {
        this.cluster = cluster;
        this.topic = topic;
        this.modelName = modelName;
        this.progress = progress;
        this.keys = new ModelKeys(modelName);
        this.reader = reader;
    }

    /**
     * Opens the topic and reads it to its end. Needs about 150 bytes of memory per key.
     *
     * @param progress told what is done
     * @throws io.nearline.topics.cluster.ClusterException if there is no such topic or the cluster
     *     does not answer
     */
    public static Purge of(Cluster cluster, String topic, String modelName, GateProgress progress) {
        TopicReader reader = TopicReader.open(cluster, topic, StartAt.BEGINNING);
        Purge purge = new Purge(cluster, topic, modelName, progress, reader);
        try {
            purge.readOn();
        } catch (RuntimeException e) {
            purge.close();
            throw e;
        }
        return purge;
    }

    /** How many keys of the model hold a value. */
    public long keys() {
        return keys.size();
    }

    /**
     * Writes the tombstones.
     *
     * @param stillAllowed asked before each ten thousand; throws if somebody publishes for the
     *     model again
     * @return how many were written
     * @throws DecisionRefusedException if the keys get values as fast as they lose them
     * @throws io.nearline.topics.cluster.ClusterException if the cluster does not answer; what was
     *     written stays, and another run goes on with the rest
     */
    public long write(Runnable stillAllowed) {
        long written = 0;
        try (TombstoneWriter writer = new TombstoneWriter(cluster, topic)) {
            for (int round = 0; round < ROUNDS && keys() > 0; round++) {
                written += writeAll(writer, stillAllowed);
                readOn();
            }
        }
        if (keys() > 0) {
            throw new DecisionRefusedException(
                    "%,d keys of %s have got a value again while tombstones were written: a job still publishes for it; end that (nearline rollout status), then purge again"
                            .formatted(keys(), modelName));
        }
        return written;
    }

    @Override
    public void close() {
        reader.close();
    }

    private long writeAll(TombstoneWriter writer, Runnable stillAllowed) {
        progress.begin("writing tombstones");
        long written = 0;
        while (keys() > 0) {
            stillAllowed.run();
            for (ModelKeys.Placed placed : keys.take(BATCH)) {
                writer.write(placed.partition(), placed.key().toBytes());
                progress.reached(++written);
            }
            writer.flush();
        }
        return written;
    }

    private void readOn() {
        progress.begin("reading updates");
        reader.readToEnd(this::apply);
    }

    private void apply(ConsumerRecord<byte[], byte[]> polled) {
        keys.apply(polled.partition(), polled.key(), polled.value());
        progress.reached(++read);
    }
}
