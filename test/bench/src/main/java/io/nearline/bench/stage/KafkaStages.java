package io.nearline.bench.stage;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.job.RunTopics;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.measure.ProcessMeter;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.source.KafkaRecords;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Kafka's clients without Flink, with the settings that the job gives them. The CPU time is that of
 * the whole process, since clients have threads of their own; the broker is another process.
 */
final class KafkaStages {
    private static final Duration POLL = Duration.ofMillis(500);

    private final RunTopics topics;

    KafkaStages(RunTopics topics) {
        this.topics = topics;
    }

    /** Records read and wrapped as the source does. */
    StageCost in(BenchPosts posts, int count) {
        try (PostPublisher publisher = topics.publisher()) {
            for (int i = 0; i < count; i++) {
                publisher.publish(posts.event(i, "kafka-" + i));
            }
            publisher.flush();
        }
        List<RawRecord> records = new ArrayList<>(count);
        try (TopicReader reader =
                TopicReader.open(
                        topics.cluster(),
                        topics.of(TopicPlan.POSTS),
                        TopicReader.StartAt.BEGINNING)) {
            ProcessMeter meter = ProcessMeter.start();
            while (records.size() < count) {
                reader.poll(POLL).forEach(record -> records.add(KafkaRecords.raw(record)));
            }
            return cost("kafka in", meter.stop(count));
        }
    }

    /** Records written and acknowledged. */
    StageCost out(List<EncodedRecord> records, int count) {
        String topic = topics.of(TopicPlan.INDEX_UPDATES);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(producerSettings())) {
            ProcessMeter meter = ProcessMeter.start();
            for (int i = 0; i < count; i++) {
                EncodedRecord record = records.get(i % records.size());
                var unused =
                        producer.send(new ProducerRecord<>(topic, record.key(), record.value()));
            }
            producer.flush();
            return cost("kafka out", meter.stop(count));
        }
    }

    private static StageCost cost(String stage, Measurement measurement) {
        return new StageCost(
                stage,
                measurement.cpuSeconds() / measurement.posts() * 1e6,
                measurement.allocatedPerPost(),
                measurement.posts());
    }

    /** As the sink's. */
    private Properties producerSettings() {
        Properties settings = new Properties();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.brokers());
        settings.put(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        settings.put(
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "5");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
        return settings;
    }
}
