package io.nearline.operations.backfill.status;

import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a report means.
 *
 * @param report the newest report of a backfill
 * @param now when it is read
 */
public record ReportReading(BackfillReport report, Instant now) {

    /** Skips by which a post ends. By the others only a record does, and its post by another. */
    private static final List<String> ENDS_OF_POSTS = List.of("deleted", "empty");

    /** Several of the intervals in which a backfill reports. */
    private static final Duration SILENCE = Duration.ofSeconds(45);

    /** Posts whose end is known: embedded, without need of a vector, or dead letters. */
    public long ended() {
        long skipped =
                ENDS_OF_POSTS.stream()
                        .mapToLong(reason -> report.getSkipped().getOrDefault(reason, 0L))
                        .sum();
        return report.getEmbedded() + skipped + report.getDeadLettered() - report.getUnreadable();
    }

    /** Share of the posts, 0 to 1, whose end is known; empty until the posts are counted. */
    public OptionalDouble share() {
        if (report.getState() == BackfillState.FINISHED) {
            return OptionalDouble.of(1);
        }
        Long expected = report.getExpected();
        if (expected == null) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(expected == 0 ? 1 : Math.min(1, (double) ended() / expected));
    }

    /** Seconds until the last post at the present rate; empty if that cannot be said. */
    public OptionalDouble secondsLeft() {
        if (report.getState() != BackfillState.RUNNING
                || report.getExpected() == null
                || report.getPostsPerSecond() <= 0) {
            return OptionalDouble.empty();
        }
        long left = Math.max(0, report.getExpected() - ended());
        return OptionalDouble.of(left / report.getPostsPerSecond());
    }

    /** Time since the report was written. */
    public Duration age() {
        return Duration.between(report.getUpdatedAt(), now);
    }

    /** Whether it should have reported again by now: its job may have failed. */
    public boolean isSilent() {
        return report.getState() == BackfillState.RUNNING && age().compareTo(SILENCE) > 0;
    }
}
