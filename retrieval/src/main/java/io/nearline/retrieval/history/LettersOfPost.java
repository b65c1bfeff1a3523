package io.nearline.retrieval.history;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The dead letters of a post, as far as they are known.
 *
 * @param letters the newest ones, oldest first
 * @param since letters written before this time may be missing; empty if the whole topic was read
 * @param problem why letters may be missing altogether; empty if nothing stands in the way
 */
public record LettersOfPost(
        List<PostLetter> letters, Optional<Instant> since, Optional<String> problem) {

    /** Letters of one post that are told; a post has few. */
    public static final int MOST = 20;

    public LettersOfPost {
        letters = List.copyOf(letters.subList(Math.max(0, letters.size() - MOST), letters.size()));
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(problem, "problem");
    }
}
