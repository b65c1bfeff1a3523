package io.nearline.operators.merge;

import io.nearline.embedding.NamedVector;
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
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records of the backfill-updates topic to what the first gate is asked to merge. */
public final class BackfillDecoder {

    private static final String NOT_THERE = "; only backfills may write to the topic of backfills";

    /** The most precise first. */
    private static final List<VectorEncoding> BY_PRECISION =
            List.of(VectorEncoding.FLOAT32, VectorEncoding.FLOAT16, VectorEncoding.INT8);

    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
    private final VectorEncoding own;
    private final Set<String> outputs;

    /**
     * @param own how the job that merges publishes its own vectors
     * @param outputs names of the further vectors that it carries; others are left behind
     */
    public BackfillDecoder(VectorEncoding own, List<String> outputs) {
        this.own = own;
        this.outputs = Set.copyOf(outputs);
    }

    /** Of a job that carries no further vectors. */
    public BackfillDecoder(VectorEncoding own) {
        this(own, List.of());
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
        return new MergedVector(
                decoded(EncodedVector.of(update), update.getDimensions()),
                update.getTokenCount(),
                update.getTruncated(),
                present(update.getEmbeddedAt(), "embeddedAt is missing").toEpochMilli(),
                outputs(update));
    }

    private List<NamedVector> outputs(IndexUpdate update) {
        List<NamedVector> carried = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (OutputVector output : update.getOutputs()) {
            if (outputs.contains(output.getName())) {
                if (!seen.add(output.getName())) {
                    throw new InvalidBackfillException(
                            "output %s is there twice%s".formatted(output.getName(), NOT_THERE));
                }
                requirePrecision(output.getVectorEncoding());
                carried.add(
                        new NamedVector(
                                output.getName(),
                                decoded(EncodedVector.of(output), output.getDimensions())));
            }
        }
        return carried;
    }

    private static float[] decoded(EncodedVector vector, int dimensions) {
        try {
            return VectorCodec.decode(vector, dimensions);
        } catch (IllegalArgumentException unreadable) {
            throw new InvalidBackfillException(
                    Objects.requireNonNullElse(
                            unreadable.getMessage(), "the vector is unreadable"));
        }
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
