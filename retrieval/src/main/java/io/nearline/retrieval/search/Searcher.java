package io.nearline.retrieval.search;

import java.util.List;
import java.util.Optional;

/**
 * Searches the posts of one model at a time. Safe to be called from any number of threads while the
 * index is being updated. Each call sees one moment of the index: what was applied before the call
 * began is seen by it, and of a later update either everything or nothing.
 */
public interface Searcher {

    /**
     * The nearest posts, best first.
     *
     * @throws SearchRefusedException if the index cannot answer this request, with the reason
     */
    SearchAnswer search(SearchRequest request);

    /**
     * What the index of the active model holds of a post; empty if it holds none.
     *
     * @throws SearchRefusedException if no model is active
     */
    Optional<IndexedPost> find(String postId);

    /** What the index of a model holds of a post; empty if it holds none, or no such model. */
    Optional<IndexedPost> find(String postId, String modelName);

    /**
     * The model whose posts are searched unless a request names another; empty if none is active.
     */
    Optional<HeldModel> activeModel();

    /** The models whose posts are held, in the order of their names. */
    List<HeldModel> heldModels();
}
