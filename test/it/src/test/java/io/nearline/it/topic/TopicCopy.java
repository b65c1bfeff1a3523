package io.nearline.it.topic;

import io.nearline.schemas.AvroCodec;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicReader;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What a topic holds, in order per partition, as far as it was caught up with. */
public final class TopicCopy<T extends SpecificRecord> implements AutoCloseable {

    private final AvroCodec<T> codec;
    private final TopicReader reader;
    private final List<T> records = new ArrayList<>();

    /** A copy of that topic, empty at first. */
    public TopicCopy(String bootstrapServers, TopicPlan topic, Class<T> type) {
        codec = AvroCodec.of(type);
        reader =
                TopicReader.open(
                        Cluster.at(bootstrapServers),
                        topic.defaultName(),
                        TopicReader.StartAt.BEGINNING);
    }

    /** Everything up to the present end of the topic. */
    public List<T> catchUp() {
        reader.readToEnd(record -> records.add(codec.decode(record.value())));
        return List.copyOf(records);
    }

    @Override
    public void close() {
        reader.close();
    }
}
