package io.nearline.operations.posts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.operators.decode.PostContract;
import io.nearline.operators.json.InvalidJsonException;
import io.nearline.operators.json.StrictJson;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object to one {@link PostEvent}, by the mapping of {@code docs/reference/posts-json.md}.
 * Stateless and thread-safe.
 */
public final class PostJson {

    private PostJson() {}

    /**
     * The event that a line describes.
     *
     * @param line UTF-8 bytes of one JSON object
     * @param now the event time of a line that gives none
     * @throws UnreadablePostException if the line is not an object, has no id, a field has a value
     *     of the wrong kind, or the job would refuse the event
     */
    public static PostEvent parse(byte[] line, Instant now) throws UnreadablePostException {
        PostEvent event = read(line, now);
        try {
            PostContract.check(event);
        } catch (io.nearline.operators.decode.InvalidPostException e) {
            throw new UnreadablePostException(String.valueOf(e.getMessage()));
        }
        return event;
    }

    private static PostEvent read(byte[] line, Instant now) throws UnreadablePostException {
        PostFields fields = new PostFields(readObject(line));
        String id = fields.takeId("id").filter(text -> !text.isEmpty()).orElseThrow(PostJson::noId);
        Optional<Instant> createdAt = fields.takeInstant("created_at");
        Optional<Instant> editedAt = fields.takeInstant("edited_at");
        PostEvent.Builder event =
                PostEvent.newBuilder()
                        .setPostId(id)
                        .setKind(kind(fields, editedAt))
                        .setRevision(revision(fields, createdAt, editedAt))
                        .setEventTime(fields.takeInstant("event_time").orElse(now))
                        .setAuthor(fields.takeText("author").orElse(null))
                        .setLanguage(language(fields))
                        .setArticleTitle(fields.takeText("article_title").orElse(null))
                        .setArticleDescription(fields.takeText("article_description").orElse(null))
                        .setMediaText(fields.takeText("media_text").orElse(null))
                        .setHashtags(fields.takeTexts("hashtags"));
        setTitleAndBody(fields, event);
        return event.setAttributes(attributes(fields, createdAt, editedAt)).build();
    }

    private static ObjectNode readObject(byte[] line) throws UnreadablePostException {
        try {
            return StrictJson.object(line);
        } catch (InvalidJsonException e) {
            throw new UnreadablePostException(String.valueOf(e.getMessage()));
        }
    }

    private static UnreadablePostException noId() {
        return new UnreadablePostException("field 'id' is missing or empty");
    }

    private static PostEventKind kind(PostFields fields, Optional<Instant> editedAt)
            throws UnreadablePostException {
        Optional<String> kind = fields.takeText("kind");
        if (kind.isEmpty()) {
            return editedAt.isPresent() ? PostEventKind.UPDATE : PostEventKind.CREATE;
        }
        return switch (kind.get().toLowerCase(Locale.ROOT)) {
            case "create" -> PostEventKind.CREATE;
            case "update" -> PostEventKind.UPDATE;
            case "delete" -> PostEventKind.DELETE;
            default ->
                    throw new UnreadablePostException(
                            "field 'kind' must be create, update or delete");
        };
    }

    private static long revision(
            PostFields fields, Optional<Instant> createdAt, Optional<Instant> editedAt)
            throws UnreadablePostException {
        Optional<Long> revision = fields.takeLong("revision");
        if (revision.isPresent()) {
            return revision.get();
        }
        Optional<Instant> changedAt = editedAt.or(() -> createdAt);
        if (changedAt.isPresent() && changedAt.get().isBefore(Instant.EPOCH)) {
            throw new UnreadablePostException(
                    "field '%s' is before 1970, so it cannot be the revision: give a 'revision'"
                            .formatted(editedAt.isPresent() ? "edited_at" : "created_at"));
        }
        return changedAt.map(Instant::toEpochMilli).orElse(1L);
    }

    private static @Nullable String language(PostFields fields) throws UnreadablePostException {
        Optional<String> guess = fields.takeText("lang_guess");
        return fields.takeText("lang").or(() -> guess).orElse(null);
    }

    /** {@code text} is the title where there is a body beside it, else it is the body. */
    private static void setTitleAndBody(PostFields fields, PostEvent.Builder event)
            throws UnreadablePostException {
        Optional<String> title = fields.takeText("title");
        Optional<String> text = fields.takeText("text");
        Optional<String> body = fields.takeText("body");
        if (title.isPresent() && text.isPresent() && body.isPresent()) {
            throw new UnreadablePostException(
                    "fields 'title', 'text' and 'body' leave open what the text is: drop one");
        }
        if (body.isPresent()) {
            event.setTitle(title.or(() -> text).orElse(null)).setBody(body.get());
        } else {
            event.setTitle(title.orElse(null)).setBody(text.orElse(null));
        }
    }

    private static Map<String, String> attributes(
            PostFields fields, Optional<Instant> createdAt, Optional<Instant> editedAt)
            throws UnreadablePostException {
        Map<String, String> attributes = new LinkedHashMap<>();
        createdAt.ifPresent(time -> attributes.put("created_at", time.toString()));
        editedAt.ifPresent(time -> attributes.put("edited_at", time.toString()));
        Map<String, String> own = fields.takeMap("attributes");
        attributes.putAll(fields.takeRest());
        attributes.putAll(own);
        return attributes;
    }
}
