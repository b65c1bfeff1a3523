package io.nearline.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.pipeline.broker.Cluster;
import io.nearline.pipeline.broker.LocalBroker;
import io.nearline.pipeline.broker.TopicPlan;
import io.nearline.pipeline.broker.Topics;
import io.nearline.pipeline.broker.TransactionAdmin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer;
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
        Properties properties = new Properties();
        String bytes = ByteArraySerializer.class.getName();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, bytes);
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, bytes);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) timeout.toMillis());
        return new FlinkKafkaInternalProducer<>(properties, id);
    }
}
