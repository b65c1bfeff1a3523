package io.nearline.faults.history;

import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import java.util.List;
import java.util.Optional;

/** Traces every update back to the record that it was made of. */
final class PublishedVectors {
    /** Promise 4: fp32 vectors of one text, whatever rode beside it. */
    private static final double LEAST_COSINE = 0.999999;

    private final ModelVectors models;

    PublishedVectors(ModelVectors models) {
        this.models = models;
    }

    void check(List<Publication> publications, AcceptedPosts accepted, List<Violation> violations) {
        for (Publication publication : publications) {
            if (publication.update().getKind() == UpdateKind.DELETE) {
                checkDelete(publication, accepted, violations);
            } else {
                checkUpsert(publication, accepted, violations);
            }
        }
    }

    private static void checkDelete(
            Publication delete, AcceptedPosts accepted, List<Violation> violations) {
        String postId = delete.update().getPostId();
        Optional<PostWrite> source = accepted.revision(postId, delete.revision());
        if (source.filter(PostWrite::isDelete).isPresent()) {
            return;
        }
        if (accepted.wasAborted(postId, delete.revision())) {
            violations.add(broken(Rule.NOTHING_ABORTED_VISIBLE, delete, "was rolled back", source));
        } else {
            violations.add(broken(Rule.TRUE_LINEAGE, delete, "no delete was written", source));
        }
    }

    private void checkUpsert(
            Publication upsert, AcceptedPosts accepted, List<Violation> violations) {
        IndexUpdate update = upsert.update();
        String stamp = update.getAttributes().getOrDefault(PostWrite.STAMP, "");
        Optional<PostWrite> source = accepted.stamped(stamp);
        if (source.isEmpty()) {
            violations.add(broken(Rule.TRUE_LINEAGE, upsert, "nobody wrote that stamp", source));
        } else if (!source.get().committed()) {
            violations.add(broken(Rule.NOTHING_ABORTED_VISIBLE, upsert, "was rolled back", source));
        } else if (!isOf(update, source.get().event().orElseThrow())) {
            violations.add(
                    broken(
                            Rule.TRUE_LINEAGE,
                            upsert,
                            "post, revision or attributes are not those of its record",
                            source));
        } else {
            checkVector(upsert, source.get(), violations);
        }
    }

    private static boolean isOf(IndexUpdate update, PostEvent event) {
        return update.getPostId().equals(event.getPostId())
                && update.getRevision() == event.getRevision()
                && update.getAttributes().equals(event.getAttributes());
    }

    private void checkVector(Publication upsert, PostWrite source, List<Violation> violations) {
        IndexUpdate update = upsert.update();
        String text = source.event().orElseThrow().getBody();
        Optional<float[]> own = models.vector(update.getModelDigest(), text);
        if (own.isEmpty()) {
            violations.add(
                    broken(
                            Rule.TRUE_LINEAGE,
                            upsert,
                            "no model has the digest " + update.getModelDigest(),
                            Optional.of(source)));
            return;
        }
        float[] published = VectorCodec.decode(EncodedVector.of(update), update.getDimensions());
        double cosine = cosine(published, own.get());
        if (!(cosine >= LEAST_COSINE)) {
            violations.add(
                    broken(
                            Rule.TRUE_LINEAGE,
                            upsert,
                            "the model %s gives another vector, cosine %.6f"
                                    .formatted(update.getModelDigest().substring(0, 8), cosine),
                            Optional.of(source)));
        }
    }

    private static double cosine(float[] a, float[] b) {
        if (a.length != b.length) {
            return Double.NaN;
        }
        double product = 0;
        double lengthOfA = 0;
        double lengthOfB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengthOfA += (double) a[i] * a[i];
            lengthOfB += (double) b[i] * b[i];
        }
        return product / Math.sqrt(lengthOfA * lengthOfB);
    }

    private static Violation broken(
            Rule rule, Publication publication, String found, Optional<PostWrite> source) {
        return new Violation(
                rule,
                publication.key().toString(),
                found,
                List.of(
                        "published " + publication,
                        source.map(write -> "written " + write).orElse("written: nothing")));
    }
}
