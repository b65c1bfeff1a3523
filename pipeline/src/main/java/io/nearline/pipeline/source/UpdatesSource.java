package io.nearline.pipeline.source;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.pipeline.config.StartFrom;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;

/** Source of the index-updates topic, for a copy of it. */
public final class UpdatesSource {

    private static final Map<String, String> DEFAULTS =
            Map.of(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), "30000");

    private UpdatesSource() {}

    /**
     * Reads every record that compaction has left, then each new one, for ever. Without a
     * checkpoint it starts with the first one: a copy that begins later would lack what changes no
     * more.
     */
    public static ResumedSource of(KafkaSettings settings) {
        return new ResumedSource(source(settings), settings, settings.indexUpdatesTopic());
    }

    private static KafkaSource<RawRecord> source(KafkaSettings settings) {
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(settings.indexUpdatesTopic())
                .setGroupId(settings.groupId())
                .setStartingOffsets(new StartOffsets(StartFrom.EARLIEST))
                .setDeserializer(RawRecordReader.of(Origin.LIVE))
                .setProperties(settings.readingOver(DEFAULTS))
                .build();
    }
}
