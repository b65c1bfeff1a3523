package io.nearline.retrieval.index;

import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import io.nearline.topics.consume.ModelChoice;
import io.nearline.topics.consume.ModelIdentity;
import io.nearline.topics.consume.Position;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes what comes from the topics. */
final class Updates {

    static final ModelIdentity FIRST = new ModelIdentity("first", "1".repeat(64));
    static final ModelIdentity SECOND = new ModelIdentity("second", "2".repeat(64));

    private Updates() {}

    static IndexKey key(String postId) {
        return new IndexKey(postId, FIRST.name());
    }

    static IndexUpdate upsert(String postId, long revision, float... vector) {
        return upsert(FIRST, postId, revision, Map.of(), vector);
    }

    static IndexUpdate upsert(
            ModelIdentity model,
            String postId,
            long revision,
            Map<String, String> attributes,
            float... vector) {
        EncodedVector encoded = VectorCodec.encode(vector, VectorEncoding.FLOAT32);
        return IndexUpdate.newBuilder()
                .setPostId(postId)
                .setRevision(revision)
                .setKind(UpdateKind.UPSERT)
                .setModelName(model.name())
                .setModelDigest(model.digest())
                .setDimensions(vector.length)
                .setVectorEncoding(encoded.encoding())
                .setVectorScale(encoded.scale())
                .setVector(ByteBuffer.wrap(encoded.bytes()))
                .setLanguage("en")
                .setAttributes(attributes)
                .setEventTime(Instant.ofEpochMilli(revision))
                .build();
    }

    static Position position(long offset) {
        SortedMap<Integer, Long> offsets = new TreeMap<>(Map.of(0, offset));
        return new Position(
                "topic", offsets, true, Instant.EPOCH, Optional.of(FIRST), new TreeSet<>(), 0);
    }

    static ModelChoice querying(ModelIdentity model, String... retired) {
        return new ModelChoice(
                Optional.of(model),
                ModelChoice.Reason.ACTIVE,
                Optional.empty(),
                List.of(),
                new TreeSet<>(List.of(retired)));
    }
}
