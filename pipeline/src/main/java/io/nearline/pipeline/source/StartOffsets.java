package io.nearline.pipeline.source;

import io.nearline.pipeline.config.StartFrom;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a job without state begins, as numbers. The connector's own "latest" and "committed" are
 * words that a checkpoint keeps until a first record is read, so that a job that was stopped before
 * would look them up anew and pass over what came meanwhile. And whatever they say, what an offset
 * no longer finds is to be read from the oldest record on.
 */
final class StartOffsets implements OffsetsInitializer {

    private static final long serialVersionUID = 1L;

    private final StartFrom from;

    StartOffsets(StartFrom from) {
        this.from = from;
    }

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever topic) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(
                partition -> offsets.put(partition, KafkaPartitionSplit.EARLIEST_OFFSET));
        switch (from) {
            case EARLIEST -> {}
            case LATEST -> offsets.putAll(topic.endOffsets(partitions));
            case COMMITTED -> offsets.putAll(topic.committedOffsets(partitions));
        }
        return offsets;
    }

    /** The connector's own method takes the type that Kafka's clients have deprecated. */
    @Override
    @SuppressWarnings("deprecation")
    public org.apache.kafka.clients.consumer.OffsetResetStrategy getAutoOffsetResetStrategy() {
        return org.apache.kafka.clients.consumer.OffsetResetStrategy.EARLIEST;
    }
}
