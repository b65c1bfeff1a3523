package io.nearline.embedding.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Optional;

/**
 * Names of the graph's inputs, each an int64 tensor {@code [text, token]}.
 *
 * @param ids token ids
 * @param mask 1 for a token, 0 for padding
 * @param tokenTypes segment numbers, all 0; null where the graph has no such input
 */
public record GraphInputs(
        String ids, String mask, @JsonInclude(Include.NON_NULL) String tokenTypes) {

    /** {@link #tokenTypes()}, empty where the graph has no such input. */
    public Optional<String> segments() {
        return Optional.ofNullable(tokenTypes);
    }
}
