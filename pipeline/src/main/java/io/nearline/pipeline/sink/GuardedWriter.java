package io.nearline.pipeline.sink;

import io.nearline.operators.record.EncodedRecord;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.CommittingSinkWriter;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaWriterState;

/**
 * The connector's writer, which writes nothing more once its process stood still for long: a zombie
 * must not write an older revision after the newer one of its successor. What lay in the producer's
 * buffer at that moment it cannot call back. See docs/decisions/0023.
 *
 * @param <W> the connector's writer
 */
@SuppressWarnings("try") // close() may throw anything: Flink's own signature
final class GuardedWriter<
                W extends
                        StatefulSinkWriter<EncodedRecord, KafkaWriterState>
                                & CommittingSinkWriter<EncodedRecord, KafkaCommittable>>
        implements StatefulSinkWriter<EncodedRecord, KafkaWriterState>,
                CommittingSinkWriter<EncodedRecord, KafkaCommittable> {

    private static final long TICK_MILLIS = 500;

    private final W writer;
    private final PauseGuard guard;
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(GuardedWriter::thread);

    GuardedWriter(W writer, Duration longestPause) {
        this.writer = writer;
        this.guard = new PauseGuard(longestPause, System::nanoTime);
        var unused =
                ticker.scheduleAtFixedRate(
                        guard::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "nearline-pause-guard");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void write(EncodedRecord record, Context context)
            throws IOException, InterruptedException {
        guard.requireNoPause();
        writer.write(record, context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
        writer.flush(endOfInput);
    }

    @Override
    public void writeWatermark(Watermark watermark) throws IOException, InterruptedException {
        writer.writeWatermark(watermark);
    }

    @Override
    public Collection<KafkaCommittable> prepareCommit() throws IOException, InterruptedException {
        return writer.prepareCommit();
    }

    @Override
    public List<KafkaWriterState> snapshotState(long checkpointId) throws IOException {
        return writer.snapshotState(checkpointId);
    }

    @Override
    public void close() throws Exception {
        ticker.shutdownNow();
        writer.close();
    }
}
