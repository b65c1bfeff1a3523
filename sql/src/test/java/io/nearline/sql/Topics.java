package io.nearline.sql;

import io.nearline.broker.LocalBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Topics of a real broker, and the writing to them. */
public final class Topics implements AutoCloseable {

    private final LocalBroker broker;
    private final KafkaProducer<byte[], byte[]> producer;

    private Topics(LocalBroker broker) {
        this.broker = broker;
        this.producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Starts a broker whose data lie in the directory. */
    public static Topics in(Path directory) {
        return new Topics(LocalBroker.start(directory));
    }

    /** Address for {@code properties.bootstrap.servers}. */
    public String address() {
        return broker.bootstrapServers();
    }

    /** Makes a topic. */
    public void create(String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        }
    }

    /** Writes a record; it is there when this returns. */
    public void send(String topic, byte @Nullable [] key, byte @Nullable [] value)
            throws Exception {
        var sent = producer.send(new ProducerRecord<>(topic, key, value));
        producer.flush();
        sent.get();
    }

    /** What a client needs to know. */
    public Properties client() {
        Properties client = new Properties();
        client.setProperty("bootstrap.servers", broker.bootstrapServers());
        return client;
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}
