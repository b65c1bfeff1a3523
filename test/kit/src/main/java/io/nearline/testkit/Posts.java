package io.nearline.testkit;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Builds {@link PostEvent}s in the words of a test: {@code
 * aPost("7").revision(3).body("hi").build()}.
 *
 * <p>Unless told otherwise, revision 1 is a CREATE and every later one an UPDATE, and the event
 * time is {@link #EPOCH} plus one second a revision.
 */
public final class Posts {
    /** Event time of revision 0. */
    public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

    private final PostEvent.Builder event = PostEvent.newBuilder();
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private long revision = 1;

    private Posts(String postId) {
        event.setPostId(postId);
    }

    /** Starts a post at revision 1 with no text. */
    public static Posts aPost(String postId) {
        return new Posts(postId);
    }

    public Posts revision(long value) {
        revision = value;
        return this;
    }

    public Posts title(String value) {
        event.setTitle(value);
        return this;
    }

    public Posts body(String value) {
        event.setBody(value);
        return this;
    }

    public Posts language(String value) {
        event.setLanguage(value);
        return this;
    }

    public Posts attribute(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    public Posts at(Instant eventTime) {
        event.setEventTime(eventTime);
        return this;
    }

    public Posts created() {
        return kind(PostEventKind.CREATE);
    }

    public Posts edited() {
        return kind(PostEventKind.UPDATE);
    }

    /** A delete; give it no text, as real ones have none. */
    public Posts deleted() {
        return kind(PostEventKind.DELETE);
    }

    public Posts kind(PostEventKind kind) {
        event.setKind(kind);
        return this;
    }

    /** Returns the event; the builder may go on to the next revision. */
    public PostEvent build() {
        PostEvent.Builder complete = PostEvent.newBuilder(event).setRevision(revision);
        if (!event.hasKind()) {
            complete.setKind(revision == 1 ? PostEventKind.CREATE : PostEventKind.UPDATE);
        }
        if (!event.hasEventTime()) {
            complete.setEventTime(EPOCH.plusSeconds(revision));
        }
        return complete.setAttributes(new LinkedHashMap<>(attributes)).build();
    }
}
