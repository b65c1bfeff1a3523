package io.nearline.pipeline.source;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.rollout.ControlHistory;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.topics.cluster.BrokerPatience;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicReader.StartAt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Consumer;

/** Reads the index-control topic from its beginning to the end that it has when it is read. */
public final class ControlPast implements ControlHistory {

    private static final long serialVersionUID = 1L;

    private final String brokers;
    private final HashMap<String, String> clientProperties;
    private final String topic;

    private ControlPast(KafkaSettings settings) {
        this.brokers = settings.bootstrapServers();
        this.clientProperties = new HashMap<>(settings.clientProperties());
        this.topic = settings.indexControlTopic();
    }

    /** The topic of a job. */
    public static ControlPast of(KafkaSettings settings) {
        return new ControlPast(settings);
    }

    /**
     * {@inheritDoc}
     *
     * @throws io.nearline.topics.cluster.ClusterException if there is no such topic or the cluster
     *     does not answer
     */
    @Override
    public void read(Consumer<RawRecord> reader) {
        // A record is handed over once only, however often the brokers are asked.
        new BrokerPatience(brokers).answerTo(this::all).forEach(reader);
    }

    private List<RawRecord> all() {
        Cluster cluster = new Cluster(brokers, clientProperties);
        List<RawRecord> all = new ArrayList<>();
        try (TopicReader records = TopicReader.open(cluster, topic, StartAt.BEGINNING)) {
            records.readToEnd(record -> all.add(KafkaRecords.raw(record, Origin.LIVE)));
        }
        return all;
    }
}
