package io.nearline.retrieval.serve;

import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.nearline.retrieval.history.PostHistory;
import io.nearline.retrieval.search.IndexedPost;
import io.nearline.retrieval.serve.Problem.Kind;
import java.util.List;

/** {@code /v1/posts/ID}: what is held of a post, and what happened to it. */
final class PostEndpoint {

    private final QueryService service;
    private final PostHistories histories;

    PostEndpoint(QueryService service, PostHistories histories) {
        this.service = service;
        this.histories = histories;
    }

    void get(Context context) {
        String id = context.pathParam("id");
        List<IndexedPost> held = service.held(id);
        PostHistory history = histories.of(id);
        if (held.isEmpty() && history.isEmpty()) {
            throw unknown(history).thrown();
        }
        context.contentType(ContentType.JSON)
                .result(StateJson.post(history, service.text(id), held, service.activeModel()));
    }

    /** Says what is not known, so that nobody takes silence for a proof. */
    private Problem unknown(PostHistory history) {
        String letters =
                history.letters()
                        .problem()
                        .or(
                                () ->
                                        history.letters()
                                                .since()
                                                .map(
                                                        "No dead letter since %s is about it."
                                                                ::formatted))
                        .orElse("No dead letter is about it.");
        return Problem.of(
                Kind.UNKNOWN_POST,
                "Nothing is known of that post: no text of it has come, no model's index holds it, and no update of it was applied since %s. %s What happened earlier, or is older than the topics keep, is not known here: nearline why POST reads the topics themselves."
                        .formatted(histories.since(), letters));
    }
}
