package io.nearline.pipeline.kafka;

import java.util.Collection;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * The end of each partition at the moment the job starts. Flink's own {@code latest} is looked up
 * when a reader comes to its partition, which may be seconds later: what is written in between
 * would be missed.
 */
@SuppressWarnings("deprecation") // The connector's interface names the type.
final class EndAtStart implements OffsetsInitializer {

    private static final long serialVersionUID = 1L;

    @Override
    public Map<TopicPartition, Long> getPartitionOffsets(
            Collection<TopicPartition> partitions, PartitionOffsetsRetriever offsets) {
        return offsets.endOffsets(partitions);
    }

    /** A position that retention has passed goes on with what is left. */
    @Override
    public OffsetResetStrategy getAutoOffsetResetStrategy() {
        return OffsetResetStrategy.EARLIEST;
    }
}
