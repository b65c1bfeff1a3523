package io.nearline.faults.history;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.util.Optional;

/**
 * One record of the posts topic.
 *
 * @param place where it lies
 * @param atMillis when it was first seen, on the campaign's clock
 * @param event what it says; empty if it cannot be read as a post that may be published
 * @param committed whether its transaction was committed
 */
public record PostWrite(Place place, long atMillis, Optional<PostEvent> event, boolean committed) {

    /** The attribute whose value is another one in every record of a campaign. */
    public static final String STAMP = "stamp";

    /** The record's own value of {@link #STAMP}; empty for deletes. */
    Optional<String> stamp() {
        return event.map(post -> post.getAttributes().get(STAMP));
    }

    boolean isDelete() {
        return event.filter(post -> post.getKind() == PostEventKind.DELETE).isPresent();
    }

    /** Of a record that can be published. */
    long revision() {
        return event.orElseThrow().getRevision();
    }

    /** In evidence: never the text. */
    @Override
    public String toString() {
        return "%s %s%s"
                .formatted(
                        place,
                        event.map(e -> "r%d %s".formatted(e.getRevision(), e.getKind()))
                                .orElse("unreadable"),
                        committed ? "" : " ABORTED");
    }
}
