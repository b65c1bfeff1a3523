package io.nearline.retrieval.serve;

import io.nearline.retrieval.history.AppliedOutcomes;
import io.nearline.retrieval.history.LettersOfPost;
import io.nearline.retrieval.history.ModelOutcome;
import io.nearline.retrieval.history.PostHistory;
import io.nearline.retrieval.words.PostText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** What happened to posts, as far as this service knows. */
final class PostHistories {

    private final QueryService service;
    private final AppliedOutcomes outcomes;
    private final Function<String, LettersOfPost> letters;

    PostHistories(
            QueryService service,
            AppliedOutcomes outcomes,
            Function<String, LettersOfPost> letters) {
        this.service = service;
        this.outcomes = outcomes;
        this.letters = letters;
    }

    /** What happened to a post; empty if nothing is known of it. */
    PostHistory of(String postId) {
        return new PostHistory(
                postId,
                service.text(postId).stream().mapToLong(PostText::revision).findFirst(),
                outcomes(postId),
                letters.apply(postId));
    }

    /** The time since which the service remembers what became of every post. */
    Instant since() {
        return outcomes.since();
    }

    /** What is remembered knows more; what the index holds is what counts. */
    private List<ModelOutcome> outcomes(String postId) {
        Map<String, ModelOutcome> byModel = new TreeMap<>();
        Stream.concat(
                        service.held(postId).stream().map(ModelOutcome::ofHeld),
                        outcomes.of(postId).stream())
                .forEach(
                        outcome ->
                                byModel.merge(
                                        outcome.modelName(),
                                        outcome,
                                        (held, known) ->
                                                known.revision() >= held.revision()
                                                        ? known
                                                        : held));
        return new ArrayList<>(byModel.values());
    }
}
