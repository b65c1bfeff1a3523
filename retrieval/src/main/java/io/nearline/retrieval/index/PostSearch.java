package io.nearline.retrieval.index;

import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.search.IndexedPost;
import io.nearline.retrieval.search.Plan;
import io.nearline.retrieval.search.Plan.Method;
import io.nearline.retrieval.search.SearchAnswer;
import io.nearline.retrieval.search.SearchRefusedException;
import io.nearline.retrieval.search.SearchRefusedException.Reason;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.search.Searcher;
import io.nearline.retrieval.search.Watermark;
import io.nearline.retrieval.vectors.Approach;
import io.nearline.retrieval.vectors.Entry;
import io.nearline.retrieval.vectors.VectorSet;
import io.nearline.retrieval.words.WordSearch;
import io.nearline.topics.consume.ModelIdentity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Searches the sets in memory, and the words beside them if there are any. */
final class PostSearch implements Searcher {

    private final Supplier<@Nullable Shelf> shelves;
    private final Approach approach;
    private final @Nullable WordSearch words;

    /**
     * @param shelves what is held now; null once the index is closed
     * @param approach how the nearest are looked for
     */
    PostSearch(Supplier<@Nullable Shelf> shelves, Approach approach, @Nullable WordSearch words) {
        this.shelves = shelves;
        this.approach = approach;
        this.words = words;
    }

    @Override
    public SearchAnswer search(SearchRequest request) {
        Shelf shelf = shelf();
        ModelIdentity model = model(shelf, request);
        VectorSet set = shelf.sets().get(model);
        if (set == null) {
            return nothing(model);
        }
        return new OneSearch(request, model, set, approach, words).answer();
    }

    @Override
    public Optional<IndexedPost> find(String postId) {
        Shelf shelf = shelf();
        return find(shelf, postId, shelf.queried().orElseThrow(PostSearch::noModel));
    }

    @Override
    public Optional<IndexedPost> find(String postId, String modelName) {
        Shelf shelf = shelf();
        return shelf.named(modelName).flatMap(model -> find(shelf, postId, model));
    }

    @Override
    public Optional<HeldModel> activeModel() {
        Shelf shelf = shelf();
        return shelf.queried().map(model -> held(shelf, model));
    }

    @Override
    public List<HeldModel> heldModels() {
        Shelf shelf = shelf();
        return shelf.sets().keySet().stream()
                .sorted(
                        Comparator.comparing(ModelIdentity::name)
                                .thenComparing(ModelIdentity::digest))
                .map(model -> held(shelf, model))
                .toList();
    }

    private Shelf shelf() {
        Shelf shelf = shelves.get();
        if (shelf == null) {
            throw new SearchRefusedException(Reason.CLOSED, "The index is being closed.");
        }
        return shelf;
    }

    private static ModelIdentity model(Shelf shelf, SearchRequest request) {
        ModelIdentity model =
                request.model().isEmpty()
                        ? shelf.queried().orElseThrow(PostSearch::noModel)
                        : shelf.named(request.model().get())
                                .orElseThrow(() -> notHeld(shelf, request.model().get()));
        request.expectedDigest()
                .filter(digest -> !digest.equals(model.digest()))
                .ifPresent(
                        digest -> {
                            throw new SearchRefusedException(
                                    Reason.OTHER_MODEL,
                                    "The request expects a model of digest %s and '%s' has %s: embed the query with the model that is searched."
                                            .formatted(digest, model.name(), model.digest()));
                        });
        return model;
    }

    private static SearchRefusedException noModel() {
        return new SearchRefusedException(
                Reason.NO_MODEL,
                "No model is active: promote one, or name one that is held in the request.");
    }

    private static SearchRefusedException notHeld(Shelf shelf, String name) {
        return new SearchRefusedException(
                Reason.NO_MODEL,
                shelf.postponed().contains(name)
                        ? "The vectors of the model '%s' are still being read after the start: ask again in some seconds."
                                .formatted(name)
                        : "The index holds no model '%s'.".formatted(name));
    }

    private static SearchAnswer nothing(ModelIdentity model) {
        return new SearchAnswer(
                List.of(),
                new HeldModel(model.name(), model.digest(), 0, 0),
                new Plan(Method.NONE, 0, 0, 0, 1),
                new Watermark(0, Optional.empty()));
    }

    private static HeldModel held(Shelf shelf, ModelIdentity model) {
        VectorSet set = shelf.sets().get(model);
        return set == null
                ? new HeldModel(model.name(), model.digest(), 0, 0)
                : new HeldModel(model.name(), model.digest(), set.dimensions(), set.size());
    }

    private static Optional<IndexedPost> find(Shelf shelf, String postId, ModelIdentity model) {
        VectorSet set = shelf.sets().get(model);
        Entry entry = set == null ? null : set.find(postId);
        return entry == null ? Optional.empty() : Optional.of(OneSearch.post(entry, model));
    }
}
