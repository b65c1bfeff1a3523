package io.nearline.pipeline.source.pace;

import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimitedSourceReader;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiter;

/**
 * Flink's rate-limited reader, which keeps the end of a checkpoint to itself: without telling the
 * reader below, a Kafka reader never commits its offsets, and nobody sees the lag.
 *
 * @param <T> records
 * @param <S> splits
 */
@SuppressWarnings("try") // close() may throw anything: Flink's own signature
final class PacedReader<T, S extends SourceSplit> extends RateLimitedSourceReader<T, S> {

    private final SourceReader<T, S> reader;

    PacedReader(SourceReader<T, S> reader, RateLimiter<S> limiter) {
        super(reader, limiter);
        this.reader = reader;
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        super.notifyCheckpointComplete(checkpointId);
        reader.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        reader.notifyCheckpointAborted(checkpointId);
    }
}
