package io.nearline.pipeline.source.pace;

import java.io.Serializable;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;

/** Recipe for the pace of one source reader; shipped with the job graph. */
@FunctionalInterface
public interface ReaderPace extends Serializable {

    /**
     * The pace of a reader: it reads one record for each permit.
     *
     * @param reader the reader that asks, for its share and its metrics
     */
    <S extends SourceSplit> RateLimiter<S> limiterOf(SourceReaderContext reader);
}
