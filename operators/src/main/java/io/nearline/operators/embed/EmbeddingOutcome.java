package io.nearline.operators.embed;

import io.nearline.operators.record.PostRevision;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What became of a revision at every model. The text stays behind.
 *
 * @param version which revision of which post this is
 * @param contentHash identity of text and recipe, 16 bytes
 * @param cut whether the text was cut before tokenising
 * @param results one per model task, in the same order
 * @param supersedes the revision that was the newest known before; null if nobody knows
 */
@TypeInfo(OutcomeType.class)
public record EmbeddingOutcome(
        PostRevision version,
        byte[] contentHash,
        boolean cut,
        List<ModelOutcome> results,
        @Nullable Long supersedes) {

    /** Whether a model that had to make a vector made none. */
    boolean hasFailure() {
        for (ModelOutcome result : results) {
            if (result.failure() != null) {
                return true;
            }
        }
        return false;
    }
}
