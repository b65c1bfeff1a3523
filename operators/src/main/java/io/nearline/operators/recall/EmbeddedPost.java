package io.nearline.operators.recall;

import io.nearline.embedding.NamedVector;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.embed.ModelOutcome;
import io.nearline.operators.record.Change;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import io.nearline.operators.record.RawRecord;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One revision for one model, ready to be published; or that its delete may be forgotten.
 *
 * @param publication what to publish
 * @param version which revision of which post this is; of a tombstone only the post counts
 * @param modelName name of the model
 * @param modelDigest SHA-256 of its bundle; null for a tombstone
 * @param contentHash identity of text and recipe, 16 bytes; null for a tombstone
 * @param vector the vector {@code [dimensions]} of an upsert
 * @param tokens tokens fed to the model; 0 without a vector
 * @param truncated whether the end of the text is not in the vector
 * @param embeddedAt when the vector was made, milliseconds since the epoch; 0 without a vector
 * @param outputs further vectors of the same text
 */
public record EmbeddedPost(
        Publication publication,
        PostRevision version,
        String modelName,
        @Nullable String modelDigest,
        byte @Nullable [] contentHash,
        float @Nullable [] vector,
        int tokens,
        boolean truncated,
        long embeddedAt,
        List<NamedVector> outputs) {

    /** A tombstone comes from no record. */
    private static final RawRecord NO_RECORD =
            new RawRecord("", 0, 0, 0, List.of(), null, null, Origin.LIVE);

    /** An upsert if there is a vector, else a delete; no further vectors. */
    public EmbeddedPost(
            PostRevision version,
            String modelName,
            String modelDigest,
            byte[] contentHash,
            float @Nullable [] vector,
            int tokens,
            boolean truncated,
            long embeddedAt) {
        this(
                version,
                modelName,
                modelDigest,
                contentHash,
                vector,
                tokens,
                truncated,
                embeddedAt,
                List.of());
    }

    /** An upsert if there is a vector, else a delete. */
    public EmbeddedPost(
            PostRevision version,
            String modelName,
            String modelDigest,
            byte[] contentHash,
            float @Nullable [] vector,
            int tokens,
            boolean truncated,
            long embeddedAt,
            List<NamedVector> outputs) {
        this(
                vector == null ? Publication.DELETE : Publication.UPSERT,
                version,
                modelName,
                modelDigest,
                contentHash,
                vector,
                tokens,
                truncated,
                embeddedAt,
                outputs);
    }

    /** What a model made of a revision; not of a failure. */
    public static EmbeddedPost of(EmbeddingOutcome outcome, ModelOutcome result) {
        return new EmbeddedPost(
                outcome.version(),
                result.task().model().name(),
                result.task().model().digest(),
                outcome.contentHash(),
                result.vector(),
                result.tokens(),
                result.vector() != null && (result.truncated() || outcome.cut()),
                result.embeddedAt(),
                result.outputs());
    }

    /**
     * The end of a post's delete under one model.
     *
     * @param revision the revision of the delete, for people who debug
     */
    static EmbeddedPost tombstone(String postId, long revision, String modelName) {
        PostRevision version =
                new PostRevision(
                        postId,
                        revision,
                        Change.DELETE,
                        Origin.LIVE,
                        0,
                        null,
                        Map.of(),
                        NO_RECORD,
                        null);
        return new EmbeddedPost(
                Publication.TOMBSTONE,
                version,
                modelName,
                null,
                null,
                null,
                0,
                false,
                0,
                List.of());
    }
}
