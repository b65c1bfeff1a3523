package io.nearline.pipeline.source.passes;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.source.SourceDecorator;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One pass over any bounded source, at a pace.
 *
 * @param <S> splits of the source
 * @param <E> what its enumerator keeps in checkpoints
 */
final class PassSource<S extends SourceSplit, E> extends SourceDecorator<RawRecord, S, E> {

    private static final long serialVersionUID = 1L;

    private final Origin pass;
    private final PaceSettings pace;

    PassSource(Source<RawRecord, S, E> source, Origin pass, PaceSettings pace) {
        super(source);
        this.pass = pass;
        this.pace = pace;
    }

    @Override
    public SourceReader<RawRecord, S> createReader(SourceReaderContext context) throws Exception {
        SourceReader<RawRecord, S> reader = super.createReader(context);
        return new PassReader<>(reader, pass, SharedPace.open(pace, context.currentParallelism()));
    }
}
