package io.nearline.cli.demo;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexUpdate;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicReader.StartAt;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the updates and the dead letters as any consumer would, and enters them in a ledger. */
final class LedgerKeeper implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final TopicReader updates;
    private final TopicReader deadLetters;
    private final AvroCodec<IndexUpdate> updateCodec = AvroCodec.of(IndexUpdate.class);
    private final AvroCodec<DeadLetter> deadLetterCodec = AvroCodec.of(DeadLetter.class);
    private final Ledger ledger;
    private final Consumer<IndexUpdate> showcase;

    /**
     * @param showcase is shown every update, to print some
     */
    LedgerKeeper(Cluster cluster, Ledger ledger, Consumer<IndexUpdate> showcase) {
        this.updates = open(cluster, TopicPlan.INDEX_UPDATES);
        this.deadLetters = open(cluster, TopicPlan.DEAD_LETTERS);
        this.ledger = ledger;
        this.showcase = showcase;
    }

    /** Enters what has come in since the last call; waits a moment where nothing has. */
    void readOn() {
        for (ConsumerRecord<byte[], byte[]> polled : updates.poll(POLL)) {
            if (polled.value() == null) {
                // A tombstone: the delete that it ends is in the ledger.
                continue;
            }
            IndexUpdate update = updateCodec.decode(polled.value());
            ledger.add(update, polled.timestamp());
            showcase.accept(update);
        }
        for (ConsumerRecord<byte[], byte[]> polled : deadLetters.poll(Duration.ZERO)) {
            ledger.add(deadLetterCodec.decode(polled.value()));
        }
    }

    @Override
    public void close() {
        updates.close();
        deadLetters.close();
    }

    private static TopicReader open(Cluster cluster, TopicPlan plan) {
        return TopicReader.open(cluster, plan.defaultName(), StartAt.BEGINNING);
    }
}
