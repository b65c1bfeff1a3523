package io.nearline.retrieval.posts;

import java.util.Objects;

/**
 * The topic of posts.
 *
 * @param name its name
 * @param format how posts stand in its records
 */
public record PostsTopic(String name, PostsFormat format) {

    public PostsTopic {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(format, "format");
    }

    /** A topic in Nearline's own format. */
    public static PostsTopic named(String name) {
        return new PostsTopic(name, PostsFormat.NEARLINE);
    }
}
