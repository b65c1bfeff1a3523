package io.nearline.pipeline.kafka;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.KafkaSettings;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;

/** Source of the topic that backfills write to. */
public final class MergeSource {

    private MergeSource() {}

    /**
     * Reads every record of the topic, for ever. Without a checkpoint it starts with the first one,
     * wherever the posts start: the gates skip what was merged before.
     */
    public static KafkaSource<RawRecord> of(KafkaSettings settings) {
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(settings.backfillUpdatesTopic())
                .setGroupId(settings.groupId())
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(RawRecordReader.of(Origin.BACKFILL))
                .setProperties(settings.readingOver(Map.of()))
                .build();
    }
}
