package io.nearline.retrieval.search;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How fresh an index was when it answered.
 *
 * @param updates number of updates of this model applied since the index was opened; two answers
 *     with one number saw the same posts
 * @param newestChange latest time of a change at the source among the updates of this model met;
 *     empty before the first
 */
public record Watermark(long updates, Optional<Instant> newestChange) {

    public Watermark {
        Objects.requireNonNull(newestChange, "newestChange");
    }
}
