package io.nearline.pipeline.sink;

import io.nearline.operators.record.EncodedRecord;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TransactionAdmin;
import java.io.IOException;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The connector's sink in every respect but two: see {@link LosslessCommitter} and {@link
 * GuardedWriter}. Its state is the connector's own.
 */
final class LosslessSink
        implements Sink<EncodedRecord>,
                SupportsWriterState<EncodedRecord, KafkaWriterState>,
                SupportsCommitter<KafkaCommittable>,
                SupportsPostCommitTopology<KafkaCommittable> {

    private static final long serialVersionUID = 1L;

    private final KafkaSink<EncodedRecord> sink;
    private final KafkaSettings settings;

    LosslessSink(KafkaSink<EncodedRecord> sink, KafkaSettings settings) {
        this.sink = sink;
        this.settings = settings;
    }

    @Override
    public SinkWriter<EncodedRecord> createWriter(WriterInitContext context) throws IOException {
        return new GuardedWriter<>(sink.createWriter(context), settings.longestPause());
    }

    @Override
    public StatefulSinkWriter<EncodedRecord, KafkaWriterState> restoreWriter(
            WriterInitContext context, Collection<KafkaWriterState> state) throws IOException {
        return new GuardedWriter<>(sink.restoreWriter(context, state), settings.longestPause());
    }

    @Override
    public SimpleVersionedSerializer<KafkaWriterState> getWriterStateSerializer() {
        return sink.getWriterStateSerializer();
    }

    @Override
    public Committer<KafkaCommittable> createCommitter(CommitterInitContext context)
            throws IOException {
        Cluster cluster = new Cluster(settings.bootstrapServers(), settings.clientProperties());
        return new LosslessCommitter(
                sink.createCommitter(context),
                new TransactionAdmin(cluster),
                settings.transactions().lost());
    }

    @Override
    public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
        return sink.getCommittableSerializer();
    }

    @Override
    public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committed) {
        sink.addPostCommitTopology(committed);
    }
}
