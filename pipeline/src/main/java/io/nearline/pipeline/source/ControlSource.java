package io.nearline.pipeline.source;

import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.KafkaSettings;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** Source of the index-control topic. */
public final class ControlSource {

    private ControlSource() {}

    /** Reads every record that compaction has left, then each new one, for ever. */
    public static ResumedSource of(KafkaSettings settings) {
        return new ResumedSource(source(settings), settings, settings.indexControlTopic());
    }

    private static KafkaSource<RawRecord> source(KafkaSettings settings) {
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(settings.indexControlTopic())
                .setGroupId(settings.groupId())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(RawRecordReader.live())
                .setProperties(settings.readingOver(Map.of()))
                .build();
    }
}
