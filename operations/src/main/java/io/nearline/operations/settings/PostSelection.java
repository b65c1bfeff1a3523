package io.nearline.operations.settings;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which posts somebody wants embedded, by their newest revision. What is not given is no condition.
 *
 * @param from earliest event time, inclusive
 * @param to latest event time, exclusive
 * @param postIds ids of the posts
 * @param languages BCP 47 tags; {@code pt} means {@code pt-BR} too
 * @param authors ids of the authors
 */
public record PostSelection(
        Optional<Instant> from,
        Optional<Instant> to,
        List<String> postIds,
        List<String> languages,
        List<String> authors) {

    public PostSelection {
        postIds = List.copyOf(postIds);
        languages = List.copyOf(languages);
        authors = List.copyOf(authors);
    }

    /** Every post. */
    public static PostSelection all() {
        return new PostSelection(
                Optional.empty(), Optional.empty(), List.of(), List.of(), List.of());
    }
}
