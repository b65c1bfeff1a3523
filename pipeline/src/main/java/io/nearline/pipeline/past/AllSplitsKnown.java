package io.nearline.pipeline.past;

import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

import java.io.IOException;
import java.util.List;

/**
 * A restored enumerator that had found all its splits before: tells every reader that no others
 * come. The Kafka connector's own says so only after it has found new partitions, so a bounded
 * source that was restored would never end.
 *
 * @param <S> splits of the source
 * @param <C> what its enumerator keeps in checkpoints
 */
@SuppressWarnings("try") // close() may throw anything: Flink's own signature
final class AllSplitsKnown<S extends SourceSplit, C> implements SplitEnumerator<S, C> {

    private final SplitEnumerator<S, C> restored;
    private final SplitEnumeratorContext<S> context;

    AllSplitsKnown(SplitEnumerator<S, C> restored, SplitEnumeratorContext<S> context) {
        this.restored = restored;
        this.context = context;
    }

    @Override
    public void start() {
        restored.start();
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
        restored.handleSplitRequest(subtask, host);
    }

    @Override
    public void addSplitsBack(List<S> splits, int subtask) {
        restored.addSplitsBack(splits, subtask);
    }

    /** What the reader is still to get, it gets here. */
    @Override
    public void addReader(int subtask) {
        restored.addReader(subtask);
        context.signalNoMoreSplits(subtask);
    }

    @Override
    public C snapshotState(long checkpoint) throws Exception {
        return restored.snapshotState(checkpoint);
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        restored.notifyCheckpointComplete(checkpoint);
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        restored.handleSourceEvent(subtask, event);
    }

    @Override
    public void close() throws IOException {
        restored.close();
    }
}
