package io.nearline.operators.retry;

import io.nearline.operators.deadletter.CutRecord;
import io.nearline.operators.record.Attempts;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawHeader;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterLane;
import io.nearline.schemas.DeadLetterStage;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells which dead letters the live job tries again, and what the record was. Not thread-safe.
 *
 * <p>Its own are those of its posts topic and of a model that it serves, which a live job wrote at
 * a stage where the same record may pass later. Those of backfills are left to the next backfill.
 */
public final class RetrySelection {

    private static final Set<DeadLetterStage> STAGES =
            EnumSet.of(DeadLetterStage.EMBED, DeadLetterStage.RECALL);

    private final AvroCodec<DeadLetter> codec = AvroCodec.of(DeadLetter.class);
    private final String postsTopic;
    private final Predicate<String> serves;

    /**
     * @param postsTopic topic that the job reads
     * @param serves whether the job serves the model of that name: jobs may share a dead-letters
     *     topic
     */
    public RetrySelection(String postsTopic, Predicate<String> serves) {
        this.postsTopic = postsTopic;
        this.serves = serves;
    }

    /**
     * The record that the letter holds, ready to be tried again; null if it is none of ours.
     *
     * @param letter a record of the dead-letters topic
     * @throws io.nearline.schemas.UndecodableRecordException if it is no dead letter
     */
    public @Nullable FailedRecord select(RawRecord letter) {
        if (letter.value() == null) {
            return null;
        }
        DeadLetter read = codec.decode(letter.value());
        boolean ours =
                read.getRetryable()
                        && read.getLane() == DeadLetterLane.LIVE
                        && STAGES.contains(read.getStage())
                        && isWhole(read)
                        && read.getTopic().equals(postsTopic)
                        && (read.getModelName() == null || serves.test(read.getModelName()));
        return ours
                ? new FailedRecord(
                        original(read), read.getAttempt(), read.getFailedAt().toEpochMilli())
                : null;
    }

    private static boolean isWhole(DeadLetter letter) {
        return letter.getHeaders().stream()
                .noneMatch(header -> header.getKey().equals(CutRecord.VALUE_HEADER));
    }

    private static RawRecord original(DeadLetter letter) {
        List<RawHeader> headers =
                letter.getHeaders().stream()
                        .map(header -> new RawHeader(header.getKey(), bytes(header.getValue())))
                        .toList();
        return new RawRecord(
                letter.getTopic(),
                letter.getPartition(),
                letter.getOffset(),
                letter.getTimestamp().toEpochMilli(),
                Attempts.again(headers, letter.getAttempt(), letter.getModelName()),
                bytes(letter.getKey()),
                bytes(letter.getValue()),
                Origin.REPLAY);
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
