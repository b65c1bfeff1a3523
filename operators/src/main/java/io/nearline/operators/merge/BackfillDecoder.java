package io.nearline.operators.merge;

import io.nearline.operators.admit.Arrival;
import io.nearline.operators.admit.MergedVector;
import io.nearline.operators.admit.ModelTask;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.Change;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records of the backfill-updates topic to what the first gate is asked to merge. */
public final class BackfillDecoder {

    private static final String NOT_THERE = "; only backfills may write to the topic of backfills";

    /** The most precise first. */
    private static final List<VectorEncoding> BY_PRECISION =
            List.of(VectorEncoding.FLOAT32, VectorEncoding.FLOAT16, VectorEncoding.INT8);

    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
    private final VectorEncoding own;

    /**
     * @param own how the job that merges publishes its own vectors
     */
    public BackfillDecoder(VectorEncoding own) {
        this.own = own;
    }

    /**
     * Decodes one record.
     *
     * @return the post without its text, and the task to publish its vector
     * @throws io.nearline.schemas.UndecodableRecordException if the bytes are no {@code
     *     IndexUpdate}
     * @throws InvalidBackfillException if the update is not one that a backfill writes
     * @throws LossyVectorException if the job would publish the vector more precisely than it is
     */
    public Arrival decode(RawRecord record) {
        IndexUpdate update = codec.decode(present(record.value(), "the record has no value"));
        if (update.getKind() != UpdateKind.UPSERT) {
            throw new InvalidBackfillException(
                    "kind is " + update.getKind() + ", not UPSERT" + NOT_THERE);
        }
        ModelRef model = new ModelRef(update.getModelName(), update.getModelDigest(), null);
        byte[] contentHash = bytes(present(update.getContentHash(), "contentHash is missing"));
        return new Arrival(
                new PostText(version(update, record), "", contentHash, false, false),
                ModelTask.merge(model, vector(update)));
    }

    private static PostRevision version(IndexUpdate update, RawRecord record) {
        return new PostRevision(
                update.getPostId(),
                update.getRevision(),
                Change.UPDATE,
                Origin.BACKFILL,
                update.getEventTime().toEpochMilli(),
                update.getLanguage(),
                update.getAttributes(),
                record,
                backfill(update));
    }

    private static Backfill backfill(IndexUpdate update) {
        return new Backfill(
                present(update.getBackfillId(), "backfillId is missing"),
                present(update.getAsOf(), "asOf is missing").toEpochMilli());
    }

    private MergedVector vector(IndexUpdate update) {
        present(update.getVector(), "vector is missing");
        requirePrecision(update.getVectorEncoding());
        float[] vector;
        try {
            vector = VectorCodec.decode(EncodedVector.of(update), update.getDimensions());
        } catch (IllegalArgumentException unreadable) {
            throw new InvalidBackfillException(
                    Objects.requireNonNullElse(
                            unreadable.getMessage(), "the vector is unreadable"));
        }
        return new MergedVector(
                vector,
                update.getTokenCount(),
                update.getTruncated(),
                present(update.getEmbeddedAt(), "embeddedAt is missing").toEpochMilli());
    }

    private void requirePrecision(VectorEncoding found) {
        if (BY_PRECISION.indexOf(found) > BY_PRECISION.indexOf(own)) {
            throw new LossyVectorException(
                    """
                    the backfill wrote %s, the live job publishes %s; submit it again with \
                    nearline.vector.encoding=%s\
                    """
                            .formatted(found, own, own));
        }
    }

    private static <T> T present(@Nullable T value, String problem) {
        if (value == null) {
            throw new InvalidBackfillException(problem + NOT_THERE);
        }
        return value;
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
