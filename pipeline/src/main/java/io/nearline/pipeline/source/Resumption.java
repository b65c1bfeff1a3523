package io.nearline.pipeline.source;

import io.nearline.topics.cluster.TopicState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Where reading of a partition goes on, given where it stopped and what the topic is now.
 *
 * @param split the split to read
 * @param missed offsets that were to be read and are no longer kept; 1 where nobody can know how
 *     many
 * @param warning what to tell people; null if reading goes on where it stopped
 */
record Resumption(KafkaPartitionSplit split, long missed, @Nullable String warning) {

    /**
     * Decides. What a topic has lost cannot be read; what it still holds is.
     *
     * @param split where reading stopped; one that begins with a word (earliest) is left alone
     */
    static Resumption of(KafkaPartitionSplit split, TopicState topic) {
        long offset = split.getStartingOffset();
        Long beginning = topic.beginnings().get(split.getPartition());
        if (offset < 0 || beginning == null) {
            return new Resumption(split, 0, null);
        }
        Uuid before = TopicSplit.topicId(split);
        if (!before.equals(Uuid.ZERO_UUID) && !before.equals(topic.id())) {
            return new Resumption(
                    at(beginning, split),
                    1,
                    """
                    the topic was made anew since the checkpoint (its id was %s, is %s), so offset \
                    %d means nothing; what the former topic still held is lost to this job, the new \
                    one is read from offset %d\
                    """
                            .formatted(before, topic.id(), offset, beginning));
        }
        if (offset < beginning) {
            return new Resumption(
                    at(beginning, split),
                    beginning - offset,
                    """
                    offsets %d to %d are no longer kept, so their records are lost to this job: \
                    retention was shorter than the outage, or records were deleted\
                    """
                            .formatted(offset, beginning - 1));
        }
        long end = topic.ends().getOrDefault(split.getPartition(), offset);
        if (offset > end && before.equals(topic.id())) {
            return new Resumption(
                    at(end, split),
                    1,
                    """
                    offset %d is beyond the end, %d: the brokers have lost records that this job had \
                    read, as after an unclean leader election; it goes on at the end\
                    """
                            .formatted(offset, end));
        }
        if (offset > end) {
            return new Resumption(
                    at(beginning, split),
                    1,
                    """
                    offset %d is beyond the end, %d: the topic was made anew or has lost records; it \
                    is read from offset %d\
                    """
                            .formatted(offset, end, beginning));
        }
        return new Resumption(split, 0, null);
    }

    private static KafkaPartitionSplit at(long offset, KafkaPartitionSplit split) {
        return new KafkaPartitionSplit(
                split.getTopicPartition(),
                offset,
                split.getStoppingOffset().orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET));
    }
}
