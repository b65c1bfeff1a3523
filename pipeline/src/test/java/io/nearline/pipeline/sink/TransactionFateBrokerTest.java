package io.nearline.pipeline.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.broker.LocalBroker;
import io.nearline.pipeline.config.LostTransactions;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.cluster.TransactionAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer;
import org.apache.flink.connector.kafka.sink.internal.KafkaCommitter;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a real broker says of the connector's transactions. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TransactionFateBrokerTest {

    private static final String TOPIC = TopicPlan.INDEX_UPDATES.defaultName();

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static TransactionAdmin transactions;

    private record Prepared(String id, long producerId, short epoch) {}

    @BeforeAll
    static void startBroker() {
        broker = LocalBroker.start(directory.resolve("broker"));
        Cluster cluster = Cluster.at(broker.bootstrapServers());
        transactions = new TransactionAdmin(cluster);
        try (Topics topics = Topics.of(cluster)) {
            topics.create(TopicPlan.INDEX_UPDATES, TOPIC, 1, Optional.empty());
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aTransactionThatWasCommittedIsKnownAsSuch() {
        try (var producer = producer("committed", Duration.ofMinutes(1))) {
            Prepared prepared = prepare(producer);
            producer.commitTransaction();

            assertThat(fate(prepared)).isEqualTo(TransactionFate.COMMITTED);
        }
    }

    @Test
    void oneThatTimedOutWasRolledBack() {
        try (var producer = producer("timed-out", Duration.ofSeconds(1))) {
            Prepared prepared = prepare(producer);
            await().atMost(Duration.ofMinutes(2))
                    .until(
                            () ->
                                    transactions.describe("timed-out").orElseThrow().state()
                                            == TransactionState.COMPLETE_ABORT);

            assertThat(fate(prepared)).isEqualTo(TransactionFate.ROLLED_BACK);
        }
    }

    @Test
    void aCommitOfAnotherThatUsedTheIdAfterwardsSaysNothing() {
        Prepared prepared;
        try (var first = producer("used-again", Duration.ofMinutes(1))) {
            prepared = prepare(first);
        }
        try (var second = producer("used-again", Duration.ofMinutes(1))) {
            prepare(second);
            second.commitTransaction();
        }

        assertThat(fate(prepared)).isNotEqualTo(TransactionFate.COMMITTED);
    }

    @Test
    void brokersSayHowLongATransactionMayLast() {
        assertThat(transactions.longest()).isEqualTo(Duration.ofDays(7));
        assertThat(transactions.describe("nobody used it")).isEmpty();
    }

    @Test
    void aCheckpointWhoseTransactionWasCommittedIsWell() throws Exception {
        Prepared prepared;
        try (var producer = producer("before", Duration.ofMinutes(1))) {
            prepared = prepare(producer);
            producer.commitTransaction();
        }

        assertThat(recover(prepared, LostTransactions.FAIL).failure).isNull();
    }

    @Test
    void oneWhoseTransactionWasRolledBackFailsUnlessTheLossIsAccepted() throws Exception {
        Prepared prepared;
        try (var producer = producer("rolled-back", Duration.ofMinutes(1))) {
            prepared = prepare(producer);
            producer.abortTransaction();
        }

        assertThat(recover(prepared, LostTransactions.FAIL).failure)
                .isInstanceOf(LostTransactionException.class)
                .hasMessageContaining("rolled back")
                .hasMessageContaining("restore an older checkpoint");
        assertThat(recover(prepared, LostTransactions.ACCEPT).failure).isNull();
    }

    @Test
    void oneWhoseTransactionIsForgottenFails() throws Exception {
        Prepared prepared = new Prepared("never-seen", 4711, (short) 3);

        assertThat(recover(prepared, LostTransactions.FAIL).failure)
                .isInstanceOf(LostTransactionException.class)
                .hasMessageContaining("no longer known");
    }

    /** What the connector's committer, as a restored job has it, says of a transaction. */
    @SuppressWarnings("try") // close() may throw anything: Flink's own signature
    private static Request recover(Prepared prepared, LostTransactions lost) throws Exception {
        Request request =
                new Request(
                        new KafkaCommittable(
                                prepared.producerId(), prepared.epoch(), prepared.id(), null));
        Properties properties = properties(Duration.ofMinutes(1));
        try (var committer =
                new LosslessCommitter(
                        new KafkaCommitter(
                                properties,
                                prepared.id() + lost,
                                0,
                                0,
                                false,
                                FlinkKafkaInternalProducer::new),
                        transactions,
                        lost)) {
            committer.commit(List.of(request));
        }
        return request;
    }

    private static final class Request implements Committer.CommitRequest<KafkaCommittable> {

        private final KafkaCommittable committable;
        private Throwable failure;

        Request(KafkaCommittable committable) {
            this.committable = committable;
        }

        @Override
        public KafkaCommittable getCommittable() {
            return committable;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {}

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            failure = reason;
        }

        @Override
        public void retryLater() {}

        @Override
        public void updateAndRetryLater(KafkaCommittable other) {}

        @Override
        public void signalAlreadyCommitted() {}
    }

    private static TransactionFate fate(Prepared prepared) {
        return TransactionFate.of(
                transactions.describe(prepared.id()).orElseThrow(),
                prepared.producerId(),
                prepared.epoch());
    }

    /** As the sink leaves it with a checkpoint. */
    private static Prepared prepare(FlinkKafkaInternalProducer<byte[], byte[]> producer) {
        producer.initTransactions();
        producer.beginTransaction();
        var unused = producer.send(new ProducerRecord<>(TOPIC, new byte[] {1}, new byte[] {2}));
        producer.flush();
        return new Prepared(
                producer.getTransactionalId(), producer.getProducerId(), producer.getEpoch());
    }

    private static FlinkKafkaInternalProducer<byte[], byte[]> producer(
            String id, Duration timeout) {
        return new FlinkKafkaInternalProducer<>(properties(timeout), id);
    }

    private static Properties properties(Duration timeout) {
        Properties properties = new Properties();
        String bytes = ByteArraySerializer.class.getName();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, bytes);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, bytes);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) timeout.toMillis());
        return properties;
    }
}
