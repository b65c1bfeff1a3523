package io.nearline.pipeline.kafka;

import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.KafkaSettings;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** Source of the posts topic. */
public final class PostSource {

    private PostSource() {}

    /** Reads every record of the topic, for ever. */
    public static KafkaSource<RawRecord> of(KafkaSettings settings) {
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(settings.postsTopic())
                .setGroupId(settings.groupId())
                .setStartingOffsets(start(settings))
                .setDeserializer(RawRecordReader.live())
                .setProperties(settings.propertiesOver(Map.of()))
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
