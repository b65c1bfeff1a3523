package io.nearline.pipeline.kafka;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.BackfillInput.TopicRange;
import io.nearline.pipeline.config.KafkaSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;

/** Source of a piece of the posts topic. */
public final class PastSource {

    /**
     * Nobody resumes by the group's offsets, so none are committed. Transactions: what was aborted
     * never happened.
     */
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(),
                    "false",
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed");

    private PastSource() {}

    /**
     * Reads the range and ends. What the topic has dropped meanwhile is passed over.
     *
     * @param pass origin of every record
     */
    public static KafkaSource<RawRecord> of(KafkaSettings settings, TopicRange range, Origin pass) {
        Map<TopicPartition, Long> starts = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        range.offsets()
                .byPartition()
                .forEach(
                        (number, offsets) -> {
                            var partition = new TopicPartition(range.topic(), number);
                            starts.put(partition, offsets.start());
                            ends.put(partition, offsets.end());
                        });
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setPartitions(new HashSet<>(starts.keySet()))
                .setGroupId(settings.groupId())
                .setStartingOffsets(OffsetsInitializer.offsets(starts))
                .setBounded(OffsetsInitializer.offsets(ends))
                .setDeserializer(RawRecordReader.of(pass))
                .setProperties(settings.propertiesOver(DEFAULTS))
                .build();
    }
}
