package io.nearline.pipeline.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.common.Uuid;

/**
 * The connector's splits, before each the id of its topic. Reads the connector's own, too, as they
 * are in savepoints from before there were ids.
 */
final class TopicSplitSerializer implements SimpleVersionedSerializer<KafkaPartitionSplit> {

    /** Far above the connector's own, which are counted from 0. */
    private static final int VERSION = 1_000;

    private static final int HEAD = Integer.BYTES + 2 * Long.BYTES;

    private final SimpleVersionedSerializer<KafkaPartitionSplit> serializer;

    TopicSplitSerializer(SimpleVersionedSerializer<KafkaPartitionSplit> serializer) {
        this.serializer = serializer;
    }

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(KafkaPartitionSplit split) throws IOException {
        Uuid topicId = TopicSplit.topicId(split);
        byte[] bytes = serializer.serialize(split);
        return ByteBuffer.allocate(HEAD + bytes.length)
                .putInt(serializer.getVersion())
                .putLong(topicId.getMostSignificantBits())
                .putLong(topicId.getLeastSignificantBits())
                .put(bytes)
                .array();
    }

    @Override
    public KafkaPartitionSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            return serializer.deserialize(version, serialized);
        }
        ByteBuffer buffer = ByteBuffer.wrap(serialized);
        int inner = buffer.getInt();
        Uuid topicId = new Uuid(buffer.getLong(), buffer.getLong());
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return new TopicSplit(serializer.deserialize(inner, bytes), topicId);
    }
}
