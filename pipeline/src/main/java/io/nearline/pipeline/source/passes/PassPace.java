package io.nearline.pipeline.source.passes;

import io.nearline.pipeline.source.pace.Pace;
import io.nearline.pipeline.source.pace.ReaderPace;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;

/** Each reader's part in the pace of its pass. */
record PassPace(PaceSettings settings) implements ReaderPace {

    @Override
    public <S extends SourceSplit> Pace<S> paceOf(SourceReaderContext reader) {
        SharedPace shared = SharedPace.open(settings, reader.currentParallelism());
        return new Pace<>() {
            @Override
            public CompletionStage<Void> acquire(int permits) {
                return shared.take(permits);
            }

            @Override
            public void close() {
                shared.release();
            }
        };
    }
}
