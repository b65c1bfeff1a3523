package io.nearline.pipeline.past;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;

import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * One pass over any bounded source, at a pace.
 *
 * @param <S> splits of the source
 * @param <C> what its enumerator keeps in checkpoints
 */
final class PassSource<S extends SourceSplit, C> implements Source<RawRecord, S, C> {

    private static final long serialVersionUID = 1L;

    private final Source<RawRecord, S, C> source;
    private final Origin pass;
    private final PaceSettings pace;

    PassSource(Source<RawRecord, S, C> source, Origin pass, PaceSettings pace) {
        this.source = source;
        this.pass = pass;
        this.pace = pace;
    }

    @Override
    public Boundedness getBoundedness() {
        return source.getBoundedness();
    }

    @Override
    public SourceReader<RawRecord, S> createReader(SourceReaderContext context) throws Exception {
        SourceReader<RawRecord, S> reader = source.createReader(context);
        return new PassReader<>(reader, pass, SharedPace.open(pace, context.currentParallelism()));
    }

    @Override
    public SplitEnumerator<S, C> createEnumerator(SplitEnumeratorContext<S> context)
            throws Exception {
        return source.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<S, C> restoreEnumerator(SplitEnumeratorContext<S> context, C checkpoint)
            throws Exception {
        SplitEnumerator<S, C> restored = source.restoreEnumerator(context, checkpoint);
        return checkpoint instanceof KafkaSourceEnumState state && state.initialDiscoveryFinished()
                ? new AllSplitsKnown<>(restored, context)
                : restored;
    }

    @Override
    public SimpleVersionedSerializer<S> getSplitSerializer() {
        return source.getSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<C> getEnumeratorCheckpointSerializer() {
        return source.getEnumeratorCheckpointSerializer();
    }
}
