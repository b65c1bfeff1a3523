package io.nearline.retrieval.posts;

/** How posts stand in the records of their topic. */
public interface PostsFormat {

    /** Nearline's own: {@code PostEvent} in single-object encoding. */
    PostsFormat NEARLINE = new NearlinePosts();

    /** Begins reading. Nobody is asked for anything before the first record. */
    PostsReader open();

    /**
     * Tells formats apart that make other posts of the same records; empty for Nearline's own. It
     * is kept beside what was read, so it stays the same over restarts.
     */
    String fingerprint();
}
