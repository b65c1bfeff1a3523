package io.nearline.topics.cluster;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How to reach a Kafka cluster.
 *
 * @param brokers {@code host:port,...}
 * @param clientSettings further settings of every client, such as security; win over ours
 */
public record Cluster(String brokers, Map<String, String> clientSettings) {

    /** How long a cluster may take to answer; longer means that nobody is there. */
    static final int ANSWER_MILLIS = 10_000;

    public Cluster {
        clientSettings = Map.copyOf(clientSettings);
    }

    /** A cluster that needs no settings but its address. */
    public static Cluster at(String brokers) {
        return new Cluster(brokers, Map.of());
    }

    /** Without the client settings, which may hold passwords. */
    @Override
    public String toString() {
        return "Cluster[%s, %d client settings]".formatted(brokers, clientSettings.size());
    }

    /** Settings of an administrator's client. */
    public Properties adminSettings() {
        Properties settings = new Properties();
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        return complete(settings);
    }

    Properties producerSettings() {
        Properties settings = new Properties();
        settings.put(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        settings.put(
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_MILLIS);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.LARGEST_REQUEST);
        return complete(settings);
    }

    /** Settings of a consumer of committed records, with keys and values as bytes. */
    public Properties consumerSettings() {
        Properties settings = new Properties();
        settings.put(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class.getName());
        settings.put(
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class.getName());
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MILLIS);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.putAll(CommittedReads.SETTINGS);
        return complete(settings);
    }

    private Properties complete(Properties settings) {
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.putAll(clientSettings);
        return settings;
    }
}
