package io.nearline.pipeline.source.pace;

import java.io.Serializable;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;

/** Recipe for the pace of one source reader; shipped with the job graph. */
@FunctionalInterface
public interface ReaderPace extends Serializable {

    /**
     * The pace of a reader, which closes it.
     *
     * @param reader the reader that asks, for its share and its metrics
     */
    <S extends SourceSplit> Pace<S> paceOf(SourceReaderContext reader);
}
