package io.nearline.pipeline.source.pace;

import java.util.Collection;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimitedSourceReader;

/**
 * Waits for a permit before each record, without blocking its task.
 *
 * <p>Flink's rate-limited reader keeps to itself what its task tells it. Without the end of a
 * checkpoint a Kafka reader never commits its offsets, and nobody sees the lag; so this one passes
 * everything on.
 *
 * @param <T> records
 * @param <S> splits
 */
@SuppressWarnings("try") // close() may throw anything: Flink's own signature
final class PacedReader<T, S extends SourceSplit> extends RateLimitedSourceReader<T, S> {

    private final SourceReader<T, S> reader;
    private final Pace<S> pace;

    /**
     * @param reader reads
     * @param pace closed with this reader
     */
    PacedReader(SourceReader<T, S> reader, Pace<S> pace) {
        super(reader, pace);
        this.reader = reader;
        this.pace = pace;
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

    @Override
    public void handleSourceEvents(SourceEvent event) {
        reader.handleSourceEvents(event);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
        reader.pauseOrResumeSplits(toPause, toResume);
    }

    @Override
    public void close() throws Exception {
        try (pace) {
            super.close();
        }
    }
}
