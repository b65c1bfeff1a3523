package io.nearline.operators.backfill;

import java.util.Map;

/**
 * How far a backfill is: the state value of {@code report-backfill}.
 *
 * @param posts posts to account for, as far as they are known
 * @param surveyed whether all of them are known
 * @param read records read to be embedded
 * @param embedded vectors handed to the sink
 * @param skipped records that needed no vector, by reason
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

    /** A backfill that has done nothing yet. */
    static BackfillProgress startedAt(long millis) {
        return new BackfillProgress(0, false, 0, 0, Map.of(), 0, 0, 0, millis);
    }
}
