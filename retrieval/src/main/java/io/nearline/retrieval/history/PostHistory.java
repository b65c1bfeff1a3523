package io.nearline.retrieval.history;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * What happened to a post.
 *
 * @param postId the post
 * @param seenRevision newest revision met in the topic of posts; empty if none was
 * @param outcomes what became of it last under each model, by the model's name
 * @param letters what could not be processed
 */
public record PostHistory(
        String postId,
        OptionalLong seenRevision,
        List<ModelOutcome> outcomes,
        LettersOfPost letters) {

    public PostHistory {
        Objects.requireNonNull(postId, "postId");
        Objects.requireNonNull(letters, "letters");
        outcomes = outcomes.stream().sorted(Comparator.comparing(ModelOutcome::modelName)).toList();
    }

    /** Whether nothing at all is known. */
    public boolean isEmpty() {
        return seenRevision.isEmpty() && outcomes.isEmpty() && letters.letters().isEmpty();
    }

    /** The newest revision that anything here is about; empty if nothing says one. */
    public OptionalLong newestRevision() {
        LongStream updates = outcomes.stream().mapToLong(ModelOutcome::revision);
        LongStream failures =
                letters.letters().stream().flatMapToLong(letter -> letter.revision().stream());
        return LongStream.concat(seenRevision.stream(), LongStream.concat(updates, failures)).max();
    }
}
