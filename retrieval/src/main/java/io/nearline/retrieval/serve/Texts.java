package io.nearline.retrieval.serve;

import io.nearline.retrieval.words.PostText;
import java.util.Optional;

/** What posts say. */
@FunctionalInterface
interface Texts {

    /** The texts of a post; empty if none are held. */
    Optional<PostText> find(String postId);
}
