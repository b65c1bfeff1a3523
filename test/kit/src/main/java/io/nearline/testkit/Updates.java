package io.nearline.testkit;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Updates as the live job publishes them; digests are those of {@link ControlRecords}. */
public final class Updates {

    public static final int DIMENSIONS = 8;

    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

    private Updates() {}

    /** The vector of a post, of length 1. */
    public static float[] vectorOf(String postId) {
        return FakeVectors.of(postId, DIMENSIONS);
    }

    public static IndexUpdate upsert(String postId, long revision, String model) {
        return upsert(postId, revision, model, vectorOf(postId));
    }

    public static IndexUpdate upsert(String postId, long revision, String model, float[] vector) {
        return draft(postId, revision, model)
                .setKind(UpdateKind.UPSERT)
                .setDimensions(vector.length)
                .setVectorEncoding(VectorEncoding.FLOAT32)
                .setVector(littleEndian(vector))
                .setContentHash(ByteBuffer.wrap(postId.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    public static IndexUpdate upsert(
            String postId, long revision, String model, VectorEncoding encoding) {
        EncodedVector encoded = VectorCodec.encode(vectorOf(postId), encoding);
        return IndexUpdate.newBuilder(upsert(postId, revision, model))
                .setVectorEncoding(encoding)
                .setVectorScale(encoded.scale())
                .setVector(ByteBuffer.wrap(encoded.bytes()))
                .build();
    }

    /** The same update as another bundle under the same name would have made it. */
    public static IndexUpdate ofOtherBundle(IndexUpdate update) {
        return IndexUpdate.newBuilder(update).setModelDigest("f".repeat(64)).build();
    }

    public static IndexUpdate delete(String postId, long revision, String model) {
        return draft(postId, revision, model).setKind(UpdateKind.DELETE).build();
    }

    public static byte[] key(IndexUpdate update) {
        return new IndexKey(update.getPostId(), update.getModelName()).toBytes();
    }

    public static byte[] value(IndexUpdate update) {
        return AvroCodec.of(IndexUpdate.class).encode(update);
    }

    private static IndexUpdate.Builder draft(String postId, long revision, String model) {
        return IndexUpdate.newBuilder()
                .setPostId(postId)
                .setRevision(revision)
                .setModelName(model)
                .setModelDigest(ControlRecords.digest(model))
                .setDimensions(DIMENSIONS)
                .setEventTime(TIME)
                .setOrigin(UpdateOrigin.LIVE);
    }

    /** Unlike the codec, also what is not finite. */
    private static ByteBuffer littleEndian(float[] vector) {
        ByteBuffer bytes =
                ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float component : vector) {
            bytes.putFloat(component);
        }
        return bytes.flip();
    }
}
