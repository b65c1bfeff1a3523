package io.nearline.embedding.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names of the graph's inputs, each an int64 tensor {@code [text, token]}.
 *
 * @param ids token ids
 * @param mask 1 for a token, 0 for padding; null where the graph takes every token for one, so that
 *     the texts of a call must be of one length
 * @param tokenTypes segment numbers, all 0; null where the graph has no such input
 */
public record GraphInputs(
        String ids,
        @JsonInclude(Include.NON_NULL) @Nullable String mask,
        @JsonInclude(Include.NON_NULL) @Nullable String tokenTypes) {

    /** {@link #mask()}, empty where the graph has no such input. */
    public Optional<String> padding() {
        return Optional.ofNullable(mask);
    }

    /** {@link #tokenTypes()}, empty where the graph has no such input. */
    public Optional<String> segments() {
        return Optional.ofNullable(tokenTypes);
    }
}
