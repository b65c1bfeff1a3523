package io.nearline.retrieval.vectors;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes facts of posts. */
public final class Facts {

    private Facts() {}

    public static PostFacts of(String postId, long revision) {
        return of(postId, revision, null, Map.of(), 0);
    }

    public static PostFacts of(
            String postId,
            long revision,
            @Nullable String language,
            Map<String, String> attributes,
            long eventTime) {
        return new PostFacts(
                postId, revision, language, attributes, null, 1, eventTime, PostFacts.UNKNOWN_TIME);
    }
}
