package io.nearline.operators.retry;

import io.nearline.operators.record.RawRecord;

/**
 * A record that is to be tried again.
 *
 * @param record the record, marked as a replay; topic, partition and offset are the original ones
 * @param attempt attempts made so far
 * @param failedAt when the last one failed, milliseconds since the epoch
 */
public record FailedRecord(RawRecord record, int attempt, long failedAt) {

    /** One for each record of the posts topic: a record that failed for two models comes once. */
    public String identity() {
        return record.topic() + '/' + record.partition() + '/' + record.offset();
    }
}
