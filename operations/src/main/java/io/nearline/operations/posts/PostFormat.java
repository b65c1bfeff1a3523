package io.nearline.operations.posts;

import io.nearline.operators.json.InvalidJsonException;
import io.nearline.operators.mapping.JsonRecord;
import io.nearline.operators.mapping.PostMapper;
import io.nearline.operators.mapping.UnmappableRecordException;
import io.nearline.schemas.PostEvent;
import java.time.Instant;

/** What a line of a file says of a post. Implementations are thread-safe. */
@FunctionalInterface
public interface PostFormat {

    /**
     * The event that a line describes.
     *
     * @param line UTF-8 bytes of one JSON object
     * @param now the event time of a line that gives none
     * @throws UnreadablePostException if the line describes none; the message repeats nothing of it
     */
    PostEvent post(byte[] line, Instant now) throws UnreadablePostException;

    /** Nearline's own fields, as {@code docs/reference/posts-json.md} names them. */
    static PostFormat own() {
        return PostJson::parse;
    }

    /** The source's own shape, by a mapping. */
    static PostFormat mapped(PostMapper mapper) {
        return (line, now) -> {
            try {
                return mapper.map(JsonRecord.parse(line), now);
            } catch (InvalidJsonException | UnmappableRecordException e) {
                throw new UnreadablePostException(String.valueOf(e.getMessage()));
            }
        };
    }
}
