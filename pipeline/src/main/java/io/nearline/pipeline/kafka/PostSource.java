package io.nearline.pipeline.kafka;

import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.KafkaSettings;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Source of the posts topic. */
public final class PostSource {

    /**
     * By Kafka's own defaults the broker answers as soon as one post is there, so that at a few
     * hundred a second nearly each has an answer of its own, which costs client and broker half a
     * millisecond of CPU. This collects the posts of up to 15 ms; a backlog is read at full speed.
     */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "16384",
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "15");

    private PostSource() {}

    /** Reads every record of the topic, for ever. */
    public static KafkaSource<RawRecord> of(KafkaSettings settings) {
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(settings.postsTopic())
                .setGroupId(settings.groupId())
                .setStartingOffsets(start(settings))
                .setDeserializer(RawRecordReader.live())
                .setProperties(settings.readingOver(DEFAULTS))
                .build();
    }

    /** The connector's own method takes the type that Kafka's clients have deprecated. */
    @SuppressWarnings("deprecation")
    private static OffsetsInitializer start(KafkaSettings settings) {
        return switch (settings.startFrom()) {
            case EARLIEST -> OffsetsInitializer.earliest();
            case LATEST -> OffsetsInitializer.latest();
            case COMMITTED ->
                    OffsetsInitializer.committedOffsets(
                            org.apache.kafka.clients.consumer.OffsetResetStrategy.EARLIEST);
        };
    }
}
