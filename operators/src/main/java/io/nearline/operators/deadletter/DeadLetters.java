package io.nearline.operators.deadletter;

import io.nearline.operators.metrics.PipelineMetrics;
import io.nearline.operators.record.Attempts;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawHeader;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterHeader;
import io.nearline.schemas.DeadLetterLane;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Writes and counts dead letters: the one factory of them. Not thread-safe. */
public final class DeadLetters {

    /** Side output of every stage. */
    public static final OutputTag<EncodedRecord> TAG = new OutputTag<>("dead-letters") {};

    private final AvroCodec<DeadLetter> codec = AvroCodec.of(DeadLetter.class);
    private final String jobId;
    private final PipelineMetrics metrics;
    private final Clock clock;

    DeadLetters(String jobId, PipelineMetrics metrics, Clock clock, Stage... stages) {
        this.jobId = jobId;
        this.metrics = metrics;
        this.clock = clock;
        // At 0 from the start: the increase from nothing to 1 is the one to raise an alarm for.
        for (Stage stage : stages) {
            metrics.deadLetters(stage);
        }
    }

    /**
     * The dead letters of the running job.
     *
     * @param stages those at which the operator may fail: their counters are there from the start
     */
    public static DeadLetters of(RuntimeContext context, PipelineMetrics metrics, Stage... stages) {
        return new DeadLetters(
                context.getJobInfo().getJobId().toHexString(), metrics, Clock.systemUTC(), stages);
    }

    /** A dead letter for a record that failed for every model. */
    public EncodedRecord write(Stage stage, RawRecord record, Throwable cause) {
        return write(stage, record, null, Failure.of(cause));
    }

    /**
     * A dead letter, ready for Kafka under the original key.
     *
     * @param stage where it failed
     * @param original the original record; of one that is too large its beginning is written
     * @param modelName the model it failed for; null for all
     * @param failure why
     */
    public EncodedRecord write(
            Stage stage, RawRecord original, @Nullable String modelName, Failure failure) {
        return write(stage, original, modelName, failure, Attempts.before(original.headers()) + 1);
    }

    /**
     * As {@link #write(Stage, RawRecord, String, Failure)}, for a record that shares the attempts
     * of another one.
     *
     * @param attempt attempts made, this failure included
     */
    public EncodedRecord write(
            Stage stage,
            RawRecord original,
            @Nullable String modelName,
            Failure failure,
            int attempt) {
        metrics.deadLetters(stage).inc();
        RawRecord record = CutRecord.of(original);
        DeadLetter letter =
                DeadLetter.newBuilder()
                        .setTopic(record.topic())
                        .setPartition(record.partition())
                        .setOffset(record.offset())
                        .setTimestamp(Instant.ofEpochMilli(record.timestamp()))
                        .setHeaders(headers(record))
                        .setKey(wrap(record.key()))
                        .setValue(wrap(record.value()))
                        .setStage(stage.wire())
                        .setModelName(modelName)
                        .setReasonClass(failure.reasonClass())
                        .setMessage(failure.message())
                        .setRetryable(failure.retryable())
                        .setJobId(jobId)
                        .setFailedAt(clock.instant())
                        .setAttempt(attempt)
                        .setLane(lane(record.origin()))
                        .build();
        return new EncodedRecord(record.key(), codec.encode(letter));
    }

    private static DeadLetterLane lane(Origin origin) {
        return switch (origin) {
            case LIVE, REPLAY -> DeadLetterLane.LIVE;
            case BACKFILL, SURVEY -> DeadLetterLane.BACKFILL;
        };
    }

    private static List<DeadLetterHeader> headers(RawRecord record) {
        return record.headers().stream().map(DeadLetters::header).toList();
    }

    private static DeadLetterHeader header(RawHeader header) {
        return new DeadLetterHeader(header.key(), wrap(header.value()));
    }

    private static @Nullable ByteBuffer wrap(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
