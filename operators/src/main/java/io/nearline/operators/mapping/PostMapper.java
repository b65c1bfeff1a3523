package io.nearline.operators.mapping;

import io.nearline.operators.decode.InvalidPostException;
import io.nearline.operators.decode.PostContract;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes posts of records by one mapping. Stateless and thread-safe. */
public final class PostMapper {

    private static final String TIME = "event_time";

    private final PostMapping mapping;

    public PostMapper(PostMapping mapping) {
        this.mapping = mapping;
    }

    /**
     * The event that a record describes. The job takes it: it keeps {@link PostContract}. A
     * deletion has an id, a revision and a time alone, so its other fields are not looked at.
     *
     * @param now the event time where neither the mapping nor an envelope names one
     * @throws UnmappableRecordException if the record does not fit
     */
    public PostEvent map(Fields record, Instant now) throws UnmappableRecordException {
        Fields opened = mapping.envelope().opened(record);
        PostEventKind kind = mapping.kind().kind(opened);
        Fields row = mapping.envelope().row(opened, kind);
        PostEvent.Builder post =
                PostEvent.newBuilder()
                        .setPostId(mapping.id().id(row))
                        .setRevision(mapping.revision().revision(opened))
                        .setKind(kind)
                        .setEventTime(time(opened, row, kind, now))
                        .setHashtags(List.of())
                        .setAttributes(Map.of());
        if (kind != PostEventKind.DELETE) {
            setContents(row, post);
        }
        return checked(post.build());
    }

    /** Within an envelope, of a row that is gone, the envelope alone knows when that was. */
    private Instant time(Fields opened, Fields row, PostEventKind kind, Instant now)
            throws UnmappableRecordException {
        boolean isGone = kind == PostEventKind.DELETE;
        Optional<TimeRule> ofEnvelope = mapping.envelope().time();
        if (ofEnvelope.isPresent() && (isGone || mapping.time().isEmpty())) {
            return ofEnvelope.get().time(TIME, opened);
        }
        return mapping.time().isPresent() ? mapping.time().get().time(TIME, row) : now;
    }

    private void setContents(Fields row, PostEvent.Builder post) throws UnmappableRecordException {
        for (Map.Entry<PostTextField, TextRule> text : mapping.texts().entrySet()) {
            PostTextField field = text.getKey();
            text.getValue().text(field.spelling(), row).ifPresent(value -> field.set(post, value));
        }
        if (mapping.hashtags().isPresent()) {
            post.setHashtags(mapping.hashtags().get().hashtags(row));
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        for (Map.Entry<String, TextRule> attribute : mapping.attributes().entrySet()) {
            String name = attribute.getKey();
            attribute
                    .getValue()
                    .text("attributes." + name, row)
                    .ifPresent(value -> attributes.put(name, value));
        }
        post.setAttributes(attributes);
    }

    /** The rules have checked all of it; a new clause of the contract must not pass unseen. */
    private static PostEvent checked(PostEvent post) throws UnmappableRecordException {
        try {
            PostContract.check(post);
            return post;
        } catch (InvalidPostException e) {
            throw new UnmappableRecordException("post", "it breaks the contract of PostEvent");
        }
    }
}
