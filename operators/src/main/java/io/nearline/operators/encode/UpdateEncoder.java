package io.nearline.operators.encode;

import io.nearline.embedding.NamedVector;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.RecordLimits;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** {@link EmbeddedPost} to the Kafka record of an {@link IndexUpdate}. Not thread-safe. */
public final class UpdateEncoder {

    private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
    private final VectorEncoding encoding;

    /** Writes vectors in the given encoding. */
    public UpdateEncoder(VectorEncoding encoding) {
        this.encoding = encoding;
    }

    /**
     * Key, value and headers for the index-updates topic; a tombstone has no value.
     *
     * @throws OversizedUpdateException if the topic would not take them
     */
    public EncodedRecord encode(EmbeddedPost post) {
        byte[] key = new IndexKey(post.version().postId(), post.modelName()).toBytes();
        return switch (post.publication()) {
            case UPSERT -> record(key, upsert(post));
            case DELETE -> record(key, delete(post));
            case TOMBSTONE ->
                    new EncodedRecord(key, null, UpdateHeaderFields.tombstone(post.modelName()));
        };
    }

    private EncodedRecord record(byte[] key, IndexUpdate update) {
        byte[] value = codec.encode(update);
        requireSize(key.length + value.length);
        return new EncodedRecord(key, value, UpdateHeaderFields.of(update));
    }

    private static void requireSize(int size) {
        if (size > RecordLimits.LARGEST_OUTPUT) {
            throw new OversizedUpdateException(
                    "the update takes %d bytes, at most %d go out; send fewer or shorter attributes"
                            .formatted(size, RecordLimits.LARGEST_OUTPUT));
        }
    }

    private IndexUpdate upsert(EmbeddedPost post) {
        float[] values = Objects.requireNonNull(post.vector(), "vector");
        EncodedVector vector = VectorCodec.encode(values, encoding);
        return update(post)
                .setKind(UpdateKind.UPSERT)
                .setDimensions(values.length)
                .setVectorEncoding(vector.encoding())
                .setVectorScale(vector.scale())
                .setVector(ByteBuffer.wrap(vector.bytes()))
                .setTokenCount(post.tokens())
                .setTruncated(post.truncated())
                .setEmbeddedAt(Instant.ofEpochMilli(post.embeddedAt()))
                .setOutputs(outputs(post.outputs()))
                .build();
    }

    /** Sorted by name: in state they have no other order. */
    private List<OutputVector> outputs(List<NamedVector> outputs) {
        return outputs.isEmpty()
                ? List.of()
                : outputs.stream()
                        .sorted(Comparator.comparing(NamedVector::name))
                        .map(this::output)
                        .toList();
    }

    private OutputVector output(NamedVector output) {
        EncodedVector vector = VectorCodec.encode(output.vector(), encoding);
        return OutputVector.newBuilder()
                .setName(output.name())
                .setDimensions(output.vector().length)
                .setVectorEncoding(vector.encoding())
                .setVectorScale(vector.scale())
                .setVector(ByteBuffer.wrap(vector.bytes()))
                .build();
    }

    private IndexUpdate delete(EmbeddedPost post) {
        return update(post)
                .setKind(UpdateKind.DELETE)
                .setDimensions(0)
                .setVectorEncoding(encoding)
                .setOutputs(List.of())
                .build();
    }

    private static IndexUpdate.Builder update(EmbeddedPost post) {
        PostRevision version = post.version();
        Backfill backfill = version.backfill();
        return IndexUpdate.newBuilder()
                .setPostId(version.postId())
                .setRevision(version.revision())
                .setModelName(post.modelName())
                .setModelDigest(post.modelDigest())
                .setContentHash(
                        ByteBuffer.wrap(Objects.requireNonNull(post.contentHash(), "contentHash")))
                .setLanguage(version.language())
                .setAttributes(version.attributes())
                .setEventTime(Instant.ofEpochMilli(version.eventTime()))
                .setOrigin(origin(version.origin()))
                .setBackfillId(backfill == null ? null : backfill.id())
                .setAsOf(backfill == null ? null : Instant.ofEpochMilli(backfill.asOf()));
    }

    private static UpdateOrigin origin(Origin origin) {
        return switch (origin) {
            case LIVE -> UpdateOrigin.LIVE;
            case REPLAY -> UpdateOrigin.REPLAY;
            case BACKFILL -> UpdateOrigin.BACKFILL;
            case SURVEY ->
                    throw new IllegalArgumentException(
                            "a post that was only surveyed has nothing to publish");
        };
    }
}
