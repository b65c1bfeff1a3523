package io.nearline.pipeline.source;

import io.nearline.operators.metrics.MetricNames;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.KafkaSettings;
import io.nearline.topics.cluster.BrokerPatience;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.metrics.Counter;

/**
 * A source of one topic that is read for ever. When it goes on from a checkpoint it reads what is
 * still kept, counts and logs what is not, and begins anew where the topic is another one of the
 * same name. Why: docs/decisions/0023-delivery.md.
 */
public final class ResumedSource
        extends SourceDecorator<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState>
        implements ResultTypeQueryable<RawRecord> {

    private static final long serialVersionUID = 1L;

    private final KafkaSettings settings;
    private final String topic;

    ResumedSource(KafkaSource<RawRecord> source, KafkaSettings settings, String topic) {
        super(source);
        this.settings = settings;
        this.topic = topic;
    }

    @Override
    public SourceReader<RawRecord, KafkaPartitionSplit> createReader(SourceReaderContext context)
            throws Exception {
        Cluster cluster = new Cluster(settings.bootstrapServers(), settings.clientProperties());
        BrokerPatience patience = new BrokerPatience(settings.bootstrapServers());
        Counter missed =
                context.metricGroup()
                        .addGroup(MetricNames.GROUP)
                        .counter(MetricNames.OFFSETS_MISSED);
        return new ResumedReader<>(
                super.createReader(context),
                () -> patience.answerTo(() -> TopicState.of(cluster, topic)),
                missed);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return new TopicSplitSerializer(super.getSplitSerializer());
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return TypeInformation.of(RawRecord.class);
    }
}
