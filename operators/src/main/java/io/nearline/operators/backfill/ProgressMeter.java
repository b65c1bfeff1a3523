package io.nearline.operators.backfill;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up tallies and time. Not thread-safe. */
final class ProgressMeter {

    private final long resumedAt;
    private final long workedBefore;
    private final long startedAt;
    private final Map<String, Long> skipped;
    private long posts;
    private boolean surveyed;
    private long read;
    private long embedded;
    private long deadLettered;
    private long tokens;
    private @Nullable PaceReading pace;

    /**
     * Goes on from what was reached before.
     *
     * @param now milliseconds since the epoch
     */
    ProgressMeter(BackfillProgress reached, long now) {
        this.resumedAt = now;
        this.workedBefore = reached.workedMillis();
        this.startedAt = reached.startedAt();
        this.skipped = new TreeMap<>(reached.skipped());
        this.posts = reached.posts();
        this.surveyed = reached.surveyed();
        this.read = reached.read();
        this.embedded = reached.embedded();
        this.deadLettered = reached.deadLettered();
        this.tokens = reached.tokens();
    }

    void add(Tally tally) {
        switch (tally.kind()) {
            case SURVEYED -> posts += tally.count();
            case READ -> read += tally.count();
            case EMBEDDED -> embedded += tally.count();
            case SKIPPED -> skipped.merge(tally.reason(), tally.count(), Long::sum);
            case DEAD_LETTERED -> deadLettered += tally.count();
            case UNREADABLE -> {
                deadLettered += tally.count();
                skipped.merge(BackfillProgress.UNREADABLE, tally.count(), Long::sum);
            }
            case TOKENS -> tokens += tally.count();
            case PACE -> pace = tally.pace();
        }
    }

    /** Notes that every post of the range is known. */
    void surveyed() {
        surveyed = true;
    }

    /** The pace as it was last seen; null if nobody reported it in this life of the job. */
    @Nullable PaceReading pace() {
        return pace;
    }

    /**
     * What is reached by now.
     *
     * @param now milliseconds since the epoch
     */
    BackfillProgress reached(long now) {
        return new BackfillProgress(
                posts,
                surveyed,
                read,
                embedded,
                new TreeMap<>(skipped),
                deadLettered,
                tokens,
                workedBefore + now - resumedAt,
                startedAt);
    }
}
