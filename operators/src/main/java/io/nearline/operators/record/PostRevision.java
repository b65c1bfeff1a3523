package io.nearline.operators.record;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One revision of one post, without its text: what every stage after decoding needs to know.
 *
 * @param postId the source's id of the post, not blank
 * @param revision grows with every change of the post at its source, 0 or more
 * @param change what happened
 * @param origin why the record is in the flow
 * @param eventTime when it happened, milliseconds since the epoch
 * @param language language tag, if the source knows it
 * @param attributes values to filter by; not embedded
 * @param record the Kafka record it was decoded from
 * @param backfill the backfill it belongs to if the origin is BACKFILL
 */
public record PostRevision(
        String postId,
        long revision,
        Change change,
        Origin origin,
        long eventTime,
        @Nullable String language,
        Map<String, String> attributes,
        RawRecord record,
        @Nullable Backfill backfill) {

    /** Ids and sizes only: what it holds must not reach a log. */
    @Override
    public String toString() {
        return "PostRevision[%s r%d %s %s, %d attributes, %s]"
                .formatted(
                        postId,
                        revision,
                        change,
                        origin,
                        attributes == null ? 0 : attributes.size(),
                        record);
    }
}
