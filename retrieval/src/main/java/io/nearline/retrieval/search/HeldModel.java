package io.nearline.retrieval.search;

import java.util.Objects;

/**
 * A model whose posts the index holds.
 *
 * @param name the model's name
 * @param digest SHA-256 of its bundle, in lower-case hexadecimal digits
 * @param dimensions number of components of its vectors; 0 while no post has come
 * @param posts number of posts held
 */
public record HeldModel(String name, String digest, int dimensions, long posts) {

    public HeldModel {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(digest, "digest");
    }
}
