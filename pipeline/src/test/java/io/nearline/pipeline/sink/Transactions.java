package io.nearline.pipeline.sink;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Somebody who publishes in transactions, and takes some of them back. */
public final class Transactions implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;

    public Transactions(String brokers, String topic) {
        this.topic = topic;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                brokers,
                                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                                UUID.randomUUID().toString()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        producer.initTransactions();
    }

    /** Publishes records with these keys, which are on the broker before they are taken back. */
    public void abort(String... keys) {
        begin(keys);
        producer.abortTransaction();
    }

    public void commit(String... keys) {
        begin(keys);
        producer.commitTransaction();
    }

    private void begin(String... keys) {
        producer.beginTransaction();
        for (String key : keys) {
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            var unused = producer.send(new ProducerRecord<>(topic, bytes, bytes));
        }
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
