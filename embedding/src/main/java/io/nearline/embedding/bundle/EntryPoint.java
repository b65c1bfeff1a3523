package io.nearline.embedding.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.nearline.embedding.ModelRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * How texts of one role enter a model, where that is not as posts do.
 *
 * @param prefix put before each text; null for that of the manifest
 * @param graph file of a tower of its own in the bundle, with the inputs and outputs of the
 *     exported graph; null where the texts go through the graph of the posts
 */
public record EntryPoint(
        @JsonInclude(Include.NON_NULL) @Nullable String prefix,
        @JsonInclude(Include.NON_NULL) @Nullable String graph) {

    public EntryPoint {
        if (prefix == null && graph == null) {
            throw new ModelRejectedException(
                    "an entry point has neither prefix nor graph: give it one, or leave it out");
        }
    }
}
