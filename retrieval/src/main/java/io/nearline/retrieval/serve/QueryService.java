package io.nearline.retrieval.serve;

import io.nearline.embedding.Embedding;
import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.search.Hit;
import io.nearline.retrieval.search.IndexedPost;
import io.nearline.retrieval.search.SearchAnswer;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRefusedException;
import io.nearline.retrieval.search.SearchRefusedException.Reason;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.search.SearchRequest.Extra;
import io.nearline.retrieval.search.Searcher;
import io.nearline.retrieval.serve.Problem.Kind;
import io.nearline.retrieval.serve.QueryEncoders.Availability;
import io.nearline.retrieval.serve.SearchCall.Detail;
import io.nearline.retrieval.words.PostText;
import io.nearline.schemas.IndexKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Answers searches: chooses the model, waits for what the caller has written, embeds the text with
 * that model's bundle, searches. Knows nothing of HTTP. Safe for use by many threads.
 */
final class QueryService {

    /** Models change a few times a day; more changes during one call are no accident. */
    private static final int ATTEMPTS = 3;

    private final Searcher searcher;
    private final QueryEncoders encoders;
    private final Texts texts;
    private final AppliedPosts applied;
    private final Supplier<FeedState> feed;
    private final RecallMeter recall;

    QueryService(
            Searcher searcher,
            QueryEncoders encoders,
            Texts texts,
            AppliedPosts applied,
            Supplier<FeedState> feed,
            RecallMeter recall) {
        this.searcher = searcher;
        this.encoders = encoders;
        this.texts = texts;
        this.applied = applied;
        this.feed = feed;
        this.recall = recall;
    }

    /**
     * The posts that fit best.
     *
     * @throws QueryRefusedException if there is no answer, with the reason and what to change
     */
    QueryAnswer search(SearchCall call) {
        for (int attempt = 1; ; attempt++) {
            HeldModel model = chosen(call);
            try {
                return answer(call, model);
            } catch (SearchRefusedException e) {
                boolean modelChanged =
                        e.reason() == Reason.OTHER_MODEL || e.reason() == Reason.NO_MODEL;
                if (!modelChanged || attempt == ATTEMPTS) {
                    throw refused(e);
                }
            }
        }
    }

    /** What the index holds of a post, under each model. */
    List<IndexedPost> held(String postId) {
        List<IndexedPost> held = new ArrayList<>();
        for (HeldModel model : searcher.heldModels()) {
            searcher.find(postId, model.name()).ifPresent(held::add);
        }
        return held;
    }

    /** What a post says. */
    Optional<PostText> text(String postId) {
        return texts.find(postId);
    }

    Optional<HeldModel> activeModel() {
        return searcher.activeModel();
    }

    List<HeldModel> heldModels() {
        return searcher.heldModels();
    }

    /** Whether texts can be embedded with a model. */
    Availability availability(HeldModel model) {
        return encoders.availability(model);
    }

    /** What was measured of its answers. */
    RecallMeter recall() {
        return recall;
    }

    FeedState feed() {
        return feed.get();
    }

    private QueryAnswer answer(SearchCall call, HeldModel model) {
        long begun = System.nanoTime();
        awaitWrites(call, model);
        long waited = System.nanoTime();
        Optional<Embedding> embedding = call.textToEmbed().map(text -> encoders.embed(model, text));
        Optional<float[]> vector = embedding.map(Embedding::vector).or(call::vector);
        long embedded = System.nanoTime();
        FeedState before = feed.get();
        SearchRequest request = request(call, model, vector);
        SearchAnswer found = searcher.search(request);
        recall.answered(request, found);
        long searched = System.nanoTime();
        Map<String, PostText> said = said(call, found);
        return new QueryAnswer(
                call,
                found,
                said,
                before,
                waited - begun,
                embedded - waited,
                embedding.map(made -> made.cost().inferenceNanos()).orElse(0L),
                searched - embedded,
                System.nanoTime() - searched);
    }

    private Map<String, PostText> said(SearchCall call, SearchAnswer found) {
        Map<String, PostText> said = new HashMap<>();
        if (call.details().contains(Detail.TEXT)) {
            for (Hit hit : found.hits()) {
                String id = hit.post().postId();
                texts.find(id).ifPresent(text -> said.put(id, text));
            }
        }
        return said;
    }

    private static SearchRequest request(
            SearchCall call, HeldModel model, Optional<float[]> vector) {
        SearchQuery query =
                new SearchQuery(
                        vector,
                        call.mode().searchesWords() ? call.text() : Optional.empty(),
                        call.like(),
                        call.dislike());
        return new SearchRequest(
                query,
                call.k(),
                call.selection(),
                call.effort(),
                call.shape(),
                Optional.of(model.name()),
                Optional.of(model.digest()),
                call.details().contains(Detail.VECTOR) ? Set.of(Extra.VECTOR) : Set.of());
    }

    private HeldModel chosen(SearchCall call) {
        HeldModel model = call.model().map(this::named).orElseGet(this::active);
        if (call.modelDigest().isPresent() && !call.modelDigest().get().equals(model.digest())) {
            throw Problem.inField(
                            Kind.OTHER_MODEL,
                            "modelDigest",
                            "The model searched is %s with the digest %s, not %s: make the vector with its bundle, or name another model."
                                    .formatted(
                                            model.name(), model.digest(), call.modelDigest().get()))
                    .thrown();
        }
        return model;
    }

    private HeldModel active() {
        return searcher.activeModel()
                .orElseThrow(
                        () ->
                                Problem.of(
                                                Kind.NO_MODEL,
                                                "No model is searched: either the index is still"
                                                        + " being read, or index-control names no"
                                                        + " model. Name one of /v1/models with"
                                                        + " 'model', or promote one with nearline"
                                                        + " rollout promote.")
                                        .thrown());
    }

    private HeldModel named(String name) {
        List<HeldModel> held = searcher.heldModels();
        return held.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                Problem.inField(
                                                Kind.NO_MODEL,
                                                "model",
                                                "model: the index holds no posts under that name,"
                                                        + " only under %s."
                                                                .formatted(
                                                                        held.stream()
                                                                                .map(
                                                                                        HeldModel
                                                                                                ::name)
                                                                                .toList()))
                                        .thrown());
    }

    private void awaitWrites(SearchCall call, HeldModel model) {
        for (WriteToken token : call.after()) {
            if (!isReached(token, call, model)) {
                await(call, model);
                return;
            }
        }
    }

    private void await(SearchCall call, HeldModel model) {
        try {
            boolean reached =
                    applied.await(
                            () ->
                                    call.after().stream()
                                            .allMatch(token -> isReached(token, call, model)),
                            call.patience());
            if (!reached) {
                throw Problem.inField(
                                Kind.NOT_REACHED,
                                "after",
                                "Not all that 'after' names has reached the index of %s in %d ms: wait longer, or see with nearline dead-letters what became of it."
                                        .formatted(model.name(), call.patience().toMillis()))
                        .thrown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Kind.STOPPING, "The service is stopping: ask another one.").thrown();
        }
    }

    private boolean isReached(WriteToken token, SearchCall call, HeldModel model) {
        Optional<IndexedPost> held = searcher.find(token.postId(), model.name());
        if (held.isPresent() && held.get().revision() >= token.revision()) {
            return !call.mode().searchesWords() || hasText(token);
        }
        OptionalLong deleted = applied.deletedRevision(new IndexKey(token.postId(), model.name()));
        return deleted.isPresent() && deleted.getAsLong() >= token.revision();
    }

    private boolean hasText(WriteToken token) {
        return texts.find(token.postId())
                .filter(text -> text.revision() >= token.revision())
                .isPresent();
    }

    private static QueryRefusedException refused(SearchRefusedException refusal) {
        Kind kind =
                switch (refusal.reason()) {
                    case NO_MODEL -> Kind.NO_MODEL;
                    case OTHER_MODEL -> Kind.OTHER_MODEL;
                    case WRONG_DIMENSIONS -> Kind.WRONG_DIMENSIONS;
                    case UNKNOWN_POST -> Kind.UNKNOWN_EXAMPLE;
                    case NO_DIRECTION -> Kind.NO_DIRECTION;
                    case NO_TEXTS -> Kind.NO_TEXTS;
                    case CLOSED -> Kind.STOPPING;
                };
        return Problem.of(kind, String.valueOf(refusal.getMessage())).thrown();
    }
}
