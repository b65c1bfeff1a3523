package io.nearline.operations.mapping;

import io.nearline.operations.mapping.TrialReport.Span;
import io.nearline.operations.posts.PostRecord;
import io.nearline.operations.posts.PostRecords;
import io.nearline.operations.posts.UnreadablePostException;
import io.nearline.operators.mapping.PostMapping;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tries a mapping on the records of a sample, and writes nowhere. */
public final class MappingTrial {

    private final PostMapping mapping;
    private final int shown;
    private final Clock clock;

    /**
     * @param shown how many of the posts to keep, the first ones
     */
    public MappingTrial(PostMapping mapping, int shown, Clock clock) {
        this.mapping = mapping;
        this.shown = shown;
        this.clock = clock;
    }

    /**
     * Reads a sample to its end.
     *
     * @param sample records that this mapping makes posts of
     * @throws io.nearline.pipeline.source.files.UnreadablePostsException if it is damaged
     */
    public TrialReport run(PostRecords sample) throws IOException {
        List<PostEvent> first = new ArrayList<>();
        Map<PostEventKind, Long> kinds = new TreeMap<>();
        Optional<Span> times = Optional.empty();
        Map<String, Long> missing = new TreeMap<>();
        Map<String, TrialReport.Refusals> refused = new TreeMap<>();
        for (Optional<PostRecord> record = sample.next();
                record.isPresent();
                record = sample.next()) {
            try {
                PostEvent post = record.get().post(clock.instant());
                kinds.merge(post.getKind(), 1L, Long::sum);
                Span time = new Span(post.getEventTime(), post.getEventTime());
                times = Optional.of(times.map(span -> span.and(time)).orElse(time));
                if (post.getKind() != PostEventKind.DELETE) {
                    mapping.missing(post).forEach(field -> missing.merge(field, 1L, Long::sum));
                }
                if (first.size() < shown) {
                    first.add(post);
                }
            } catch (UnreadablePostException e) {
                refused.merge(
                        e.reason(),
                        new TrialReport.Refusals(
                                1, record.get().placeWithin(), String.valueOf(e.getMessage())),
                        TrialReport.Refusals::and);
            }
        }
        return new TrialReport(first, kinds, times, missing, refused, mapping.weakenedPromises());
    }
}
