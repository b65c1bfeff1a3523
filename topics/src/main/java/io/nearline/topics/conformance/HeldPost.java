package io.nearline.topics.conformance;

import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.VectorCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is held of one post under one model.
 *
 * @param language null if unknown
 * @param vector decoded components
 */
public record HeldPost(
        String postId,
        String modelName,
        String modelDigest,
        long revision,
        @Nullable String language,
        Map<String, String> attributes,
        List<Float> vector) {

    private static final float TOLERANCE = 1e-6f;

    public HeldPost {
        attributes = new TreeMap<>(attributes);
        vector = List.copyOf(vector);
    }

    /** What an update of kind UPSERT says. */
    public static HeldPost of(IndexUpdate update) {
        List<Float> components = new ArrayList<>();
        for (float component :
                VectorCodec.decode(EncodedVector.of(update), update.getDimensions())) {
            components.add(component);
        }
        return new HeldPost(
                update.getPostId(),
                update.getModelName(),
                update.getModelDigest(),
                update.getRevision(),
                update.getLanguage(),
                update.getAttributes(),
                components);
    }

    /** Post and model, as in keys of the topic. */
    String key() {
        return postId + "@" + modelName;
    }

    /** The same, with components that differ by a millionth at most. */
    boolean matches(HeldPost other) {
        return modelDigest.equals(other.modelDigest)
                && revision == other.revision
                && String.valueOf(language).equals(String.valueOf(other.language))
                && attributes.equals(other.attributes)
                && isNear(other.vector);
    }

    private boolean isNear(List<Float> other) {
        if (vector.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < vector.size(); i++) {
            if (!(Math.abs(vector.get(i) - other.get(i)) <= TOLERANCE)) {
                return false;
            }
        }
        return true;
    }

    /** Without language, attributes and vector. */
    @Override
    public String toString() {
        return "HeldPost[%s, %s]".formatted(key(), describe());
    }

    /** For messages. */
    String describe() {
        return "revision %d of bundle %s".formatted(revision, modelDigest);
    }
}
