package io.nearline.pipeline.source;

import io.nearline.topics.cluster.TopicState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.metrics.Counter;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector's reader, which looks at its topic before it goes on where it stopped, and says
 * what it misses.
 *
 * @param <T> records
 */
@SuppressWarnings("try") // close() may throw anything: Flink's own signature
final class ResumedReader<T> extends ReaderDecorator<T, KafkaPartitionSplit> {

    private static final Logger LOG = LoggerFactory.getLogger(ResumedReader.class);

    private final Supplier<TopicState> topic;
    private final Counter missed;
    private Uuid topicId = Uuid.ZERO_UUID;

    /**
     * @param reader reads
     * @param topic asks what the topic is now
     * @param missed counts offsets that were to be read and are no longer kept
     */
    ResumedReader(
            SourceReader<T, KafkaPartitionSplit> reader,
            Supplier<TopicState> topic,
            Counter missed) {
        super(reader);
        this.topic = topic;
        this.missed = missed;
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
        TopicState found = topic.get();
        topicId = found.id();
        List<KafkaPartitionSplit> resumed = new ArrayList<>();
        for (KafkaPartitionSplit split : splits) {
            Resumption resumption = Resumption.of(split, found);
            if (resumption.warning() != null) {
                LOG.warn("Partition {}: {}.", split.getTopicPartition(), resumption.warning());
            }
            missed.inc(resumption.missed());
            resumed.add(resumption.split());
        }
        super.addSplits(resumed);
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
        return super.snapshotState(checkpointId).stream()
                .<KafkaPartitionSplit>map(split -> new TopicSplit(split, topicId))
                .toList();
    }
}
