package io.nearline.pipeline.source;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.BackfillInput.TopicRange;
import io.nearline.pipeline.config.KafkaSettings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;

/** Source of a piece of the posts topic: ends after it, restored from a checkpoint or not. */
public final class PastSource
        extends SourceDecorator<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState> {

    private static final long serialVersionUID = 1L;

    /** Nobody resumes by the group's offsets. */
    private static final Map<String, String> DEFAULTS =
            Map.of(KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(), "false");

    private PastSource(KafkaSource<RawRecord> source) {
        super(source);
    }

    /**
     * Reads the range. What the topic has dropped meanwhile is passed over.
     *
     * @param pass origin of every record
     */
    public static PastSource of(KafkaSettings settings, TopicRange range, Origin pass) {
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
        return new PastSource(
                KafkaSource.<RawRecord>builder()
                        .setBootstrapServers(settings.bootstrapServers())
                        .setPartitions(new HashSet<>(starts.keySet()))
                        .setGroupId(settings.groupId())
                        .setStartingOffsets(OffsetsInitializer.offsets(starts))
                        .setBounded(OffsetsInitializer.offsets(ends))
                        .setDeserializer(RawRecordReader.of(pass))
                        .setProperties(settings.readingOver(DEFAULTS))
                        .build());
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state)
            throws Exception {
        var enumerator = super.restoreEnumerator(context, state);
        return state.initialDiscoveryFinished()
                ? new RestoredEnumerator(enumerator, context)
                : enumerator;
    }
}
