package io.nearline.pipeline.source;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.pipeline.config.StartFrom;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;

/** Source of the topic that backfills write to. */
public final class MergeSource {

    private static final Map<String, String> DEFAULTS =
            Map.of(KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), "30000");

    private MergeSource() {}

    /**
     * Reads every record of the topic, for ever. Without a checkpoint it starts with the first one,
     * wherever the posts start: what the gates cannot judge then is skipped and counted when it is
     * decoded.
     */
    public static ResumedSource of(KafkaSettings settings) {
        return new ResumedSource(source(settings), settings, settings.backfillUpdatesTopic());
    }

    private static KafkaSource<RawRecord> source(KafkaSettings settings) {
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(settings.backfillUpdatesTopic())
                .setGroupId(settings.groupId())
                .setStartingOffsets(new StartOffsets(StartFrom.EARLIEST))
                .setDeserializer(RawRecordReader.of(Origin.BACKFILL))
                .setProperties(settings.readingOver(DEFAULTS))
                .build();
    }
}
