package io.nearline.operations.rollout;

import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.VectorCodec;
import org.jspecify.annotations.Nullable;

/**
 * One of the two models whose updates are surveyed.
 *
 * @param name its name in the keys of the topic
 * @param inspection what its vectors must be like
 * @param sample where some of its vectors are kept
 */
record SurveyedModel(String name, VectorInspection inspection, VectorSample sample) {

    /**
     * @param sampleSize posts to keep the vectors of at most
     */
    static SurveyedModel of(String name, VectorInspection inspection, int sampleSize) {
        return new SurveyedModel(name, inspection, new VectorSample(sampleSize));
    }

    /** What is wrong with the vector of an UPSERT; null if it is sound. */
    @Nullable Defect inspect(IndexUpdate update) {
        return inspection.defect(update).orElse(null);
    }

    /** Keeps the vector of an UPSERT if the post is in the sample and the vector sound. */
    void sample(IndexUpdate update) {
        String postId = update.getPostId();
        if (!sample.wants(postId)) {
            return;
        }
        if (inspect(update) == null) {
            float[] vector = VectorCodec.decode(EncodedVector.of(update), update.getDimensions());
            sample.keep(postId, update.getRevision(), vector);
        } else {
            sample.drop(postId);
        }
    }

    /** Takes note that the index holds the post no more. */
    void withdraw(String postId) {
        if (sample.wants(postId)) {
            sample.drop(postId);
        }
    }
}
