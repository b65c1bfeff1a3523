package io.nearline.operators.backfill;

import java.util.Map;
import java.util.TreeMap;

/**
 * How far a backfill is: the state value of {@code report-backfill}.
 *
 * @param posts posts to account for, as far as they are known
 * @param surveyed whether all of them are known
 * @param read records read to be embedded
 * @param embedded vectors handed to the sink
 * @param skipped records that needed no vector, by reason; and under {@link #UNREADABLE} how many
 *     of the dead letters are no posts
 * @param deadLettered records that became dead letters
 * @param tokens tokens fed to the model
 * @param workedMillis time at work, pauses excluded
 * @param startedAt when the job first ran, milliseconds since the epoch
 */
public record BackfillProgress(
        long posts,
        boolean surveyed,
        long read,
        long embedded,
        Map<String, Long> skipped,
        long deadLettered,
        long tokens,
        long workedMillis,
        long startedAt) {

    /** Beside the reasons of skips, so that progress of earlier versions is read as it is. */
    static final String UNREADABLE = "unreadable";

    /** How many of the dead letters are no posts. */
    long unreadable() {
        return skipped.getOrDefault(UNREADABLE, 0L);
    }

    /** Records that needed no vector, by reason. */
    Map<String, Long> skips() {
        Map<String, Long> skips = new TreeMap<>(skipped);
        skips.remove(UNREADABLE);
        return skips;
    }

    /** A backfill that has done nothing yet. */
    static BackfillProgress startedAt(long millis) {
        return new BackfillProgress(0, false, 0, 0, Map.of(), 0, 0, 0, millis);
    }
}
