package io.nearline.pipeline.source.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.Test;

class PacedReaderTest {

    private static final SourceEvent EVENT = new SourceEvent() {};

    private final ByHand pace = new ByHand();
    private final RecordingReader below = new RecordingReader();
    private final PacedReader<String, SourceSplit> reader = new PacedReader<>(below, pace);

    @Test
    void forwardsCheckpointCompletion() throws Exception {
        reader.notifyCheckpointComplete(7);

        assertThat(below.calls).containsExactly("complete 7");
    }

    @Test
    void forwardsCheckpointAbortion() throws Exception {
        reader.notifyCheckpointAborted(8);

        assertThat(below.calls).containsExactly("aborted 8");
    }

    @Test
    void forwardsEventsAndPausedSplits() {
        reader.handleSourceEvents(EVENT);
        reader.pauseOrResumeSplits(List.of("a"), List.of("b"));

        assertThat(below.calls).containsExactly("event " + EVENT, "pause [a], resume [b]");
    }

    @Test
    void readsOneRecordForEachPermit() throws Exception {
        reader.pollNext(null);
        assertThat(below.calls).isEmpty();

        CompletableFuture<Void> available = reader.isAvailable();
        assertThat(available).isNotDone();
        pace.permit.complete(null);

        assertThat(available).isDone();
        assertThat(reader.pollNext(null)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
        assertThat(below.calls).containsExactly("poll");
    }

    @Test
    void givesThePaceBackEvenIfTheReaderBelowFailsToClose() {
        below.failsToClose = true;

        assertThatThrownBy(reader::close).isInstanceOf(IOException.class);

        assertThat(pace.closed).isTrue();
    }

    private static final class ByHand implements Pace<SourceSplit> {

        private final CompletableFuture<Void> permit = new CompletableFuture<>();
        private boolean closed;

        @Override
        public CompletionStage<Void> acquire(int permits) {
            return permit;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Records what it is told; there is always one more record. */
    @SuppressWarnings("try") // close() may throw anything: Flink's own signature
    private static final class RecordingReader implements SourceReader<String, SourceSplit> {

        private final List<String> calls = new ArrayList<>();
        private boolean failsToClose;

        @Override
        public void start() {}

        @Override
        public InputStatus pollNext(ReaderOutput<String> output) {
            calls.add("poll");
            return InputStatus.MORE_AVAILABLE;
        }

        @Override
        public List<SourceSplit> snapshotState(long checkpointId) {
            return List.of();
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void addSplits(List<SourceSplit> splits) {}

        @Override
        public void notifyNoMoreSplits() {}

        @Override
        public void handleSourceEvents(SourceEvent event) {
            calls.add("event " + event);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            calls.add("complete " + checkpointId);
        }

        @Override
        public void notifyCheckpointAborted(long checkpointId) {
            calls.add("aborted " + checkpointId);
        }

        @Override
        public void pauseOrResumeSplits(Collection<String> toPause, Collection<String> toResume) {
            calls.add("pause %s, resume %s".formatted(toPause, toResume));
        }

        @Override
        public void close() throws IOException {
            if (failsToClose) {
                throw new IOException("the reader below fails");
            }
        }
    }
}
