package io.nearline.pipeline.source.files;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file does not hold what it should. The message names the file, the place where there is one,
 * and how much was read before it; it never quotes the file's contents.
 */
public final class UnreadablePostsException extends IOException {

    private static final long serialVersionUID = 1L;

    private final @Nullable Place place;
    private final String problem;

    /** A file that is refused as a whole, before anything was read. */
    public UnreadablePostsException(String file, String problem, @Nullable Throwable cause) {
        super(file + ": " + problem, cause);
        this.place = null;
        this.problem = problem;
    }

    /**
     * A file of which reading ends in its middle.
     *
     * @param problem what is wrong there, and what to do; no post text
     */
    public UnreadablePostsException(Place place, String problem, @Nullable Throwable cause) {
        super("%s: %s; %s".formatted(place.inWords(), problem, place.readInWords()), cause);
        this.place = place;
        this.problem = problem;
    }

    /** Where reading ended; empty if the file was refused as a whole. */
    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }

    /** The message without how much was read, for those who know what became of it. */
    public String whatAndWhere() {
        return place == null ? String.valueOf(getMessage()) : place.inWords() + ": " + problem;
    }
}
