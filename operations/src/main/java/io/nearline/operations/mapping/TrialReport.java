package io.nearline.operations.mapping;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a mapping makes of a sample.
 *
 * @param posts the first posts, for those who asked to see them
 * @param kinds posts by kind
 * @param times the earliest and the latest event time: a wrong unit is seen here; empty without
 *     posts
 * @param missing how many posts lack a field that the mapping names; deletions have none
 * @param refused records that became no post, by reason
 * @param weakened promises that the mapping weakens, each as one sentence
 */
public record TrialReport(
        List<PostEvent> posts,
        Map<PostEventKind, Long> kinds,
        Optional<Span> times,
        Map<String, Long> missing,
        Map<String, Refusals> refused,
        List<String> weakened) {

    /**
     * Records that were refused for one reason.
     *
     * @param count how many
     * @param place where the first of them is, in words
     * @param message of the first of them: the reason, also where in the record
     */
    public record Refusals(long count, String place, String message) {
        Refusals and(Refusals later) {
            return new Refusals(count + later.count, place, message);
        }
    }

    /** From one time to another; both belong to it. */
    public record Span(Instant earliest, Instant latest) {
        /** The least span that holds both. */
        Span and(Span other) {
            return new Span(
                    other.earliest.isBefore(earliest) ? other.earliest : earliest,
                    other.latest.isAfter(latest) ? other.latest : latest);
        }
    }

    /** Records that became posts. */
    public long mappedRecords() {
        return kinds.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Records that became no post. */
    public long refusedRecords() {
        return refused.values().stream().mapToLong(Refusals::count).sum();
    }

    /** The counts alone: posts are what people write. */
    @Override
    public String toString() {
        return "%d records mapped, %d refused".formatted(mappedRecords(), refusedRecords());
    }
}
