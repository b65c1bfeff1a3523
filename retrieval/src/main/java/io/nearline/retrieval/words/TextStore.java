package io.nearline.retrieval.words;

import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Holds the texts of posts. Those that change it are called by one thread; {@link #search} and
 * {@link #find} by any.
 */
public interface TextStore extends WordSearch, AutoCloseable {

    /** What the last commit carried. */
    TextPosition position();

    /**
     * Applies a change of a post, unless a newer one was applied. May be repeated.
     *
     * @param seenAt when it was read, for {@link #forgetDeletes}
     */
    void apply(PostEvent event, Instant seenAt) throws IOException;

    /** Drops what is held of a post, its remembered delete included: a tombstone of the topic. */
    void erase(String postId) throws IOException;

    /** Drops everything: the topic was made anew. */
    void clear() throws IOException;

    /** Forgets deletes that were read before the time; older changes cannot come any more. */
    void forgetDeletes(Instant seenBefore) throws IOException;

    /** From now on what was applied is found. Takes some milliseconds. */
    void refresh() throws IOException;

    /** Makes everything durable together with the position, or nothing of it. */
    void commit(TextPosition position) throws IOException;

    /** The texts of a post as of the last {@link #refresh}; empty if none are held. */
    Optional<PostText> find(String postId) throws IOException;

    /** Releases what is held open; what was not committed is lost. */
    @Override
    void close() throws IOException;
}
