package io.nearline.pipeline.source;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.Uuid;

/** A split that says which topic its offset was read from: names are given again, ids are not. */
final class TopicSplit extends KafkaPartitionSplit {

    private static final long serialVersionUID = 1L;

    private final Uuid topicId;

    TopicSplit(KafkaPartitionSplit split, Uuid topicId) {
        super(
                split.getTopicPartition(),
                split.getStartingOffset(),
                split.getStoppingOffset().orElse(NO_STOPPING_OFFSET));
        this.topicId = topicId;
    }

    /** The id of the topic, or {@link Uuid#ZERO_UUID} if it is not known. */
    static Uuid topicId(KafkaPartitionSplit split) {
        return split instanceof TopicSplit known ? known.topicId : Uuid.ZERO_UUID;
    }
}
