package io.nearline.pipeline.source.passes;

import io.nearline.operators.backfill.KeepNewest;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.source.ReaderDecorator;
import io.nearline.pipeline.source.SourceDecorator;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;

/**
 * The source of the second pass: each of its readers begins by saying that it has nothing more to
 * survey.
 *
 * @param <S> splits of the source
 * @param <E> what its enumerator keeps in checkpoints
 */
final class SecondPass<S extends SourceSplit, E> extends SourceDecorator<RawRecord, S, E> {

    private static final long serialVersionUID = 1L;

    SecondPass(Source<RawRecord, S, E> source) {
        super(source);
    }

    @Override
    public SourceReader<RawRecord, S> createReader(SourceReaderContext context) throws Exception {
        return new Reader<>(super.createReader(context));
    }

    @SuppressWarnings("try") // close() may throw anything: Flink's own signature
    private static final class Reader<S extends SourceSplit> extends ReaderDecorator<RawRecord, S> {

        private boolean surveyed;

        private Reader(SourceReader<RawRecord, S> reader) {
            super(reader);
        }

        @Override
        public InputStatus pollNext(ReaderOutput<RawRecord> output) throws Exception {
            if (!surveyed) {
                output.emitWatermark(new Watermark(KeepNewest.SURVEYED));
                surveyed = true;
            }
            return super.pollNext(output);
        }
    }
}
