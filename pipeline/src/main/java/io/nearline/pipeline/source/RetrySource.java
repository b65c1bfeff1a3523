package io.nearline.pipeline.source;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.pipeline.config.StartFrom;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSource;

/** Source of the dead letters that the job tries again. */
public final class RetrySource {

    private RetrySource() {}

    /**
     * Reads every letter that is written from now on, for ever; without a checkpoint none from
     * before: the gates would know nothing of what happened to those posts since.
     */
    public static ResumedSource of(KafkaSettings settings) {
        return new ResumedSource(source(settings), settings, settings.deadLettersTopic());
    }

    private static KafkaSource<RawRecord> source(KafkaSettings settings) {
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setTopics(settings.deadLettersTopic())
                .setGroupId(settings.groupId())
                .setStartingOffsets(new StartOffsets(StartFrom.LATEST))
                .setDeserializer(RawRecordReader.of(Origin.REPLAY))
                .setProperties(settings.readingOver(Map.of()))
                .build();
    }
}
