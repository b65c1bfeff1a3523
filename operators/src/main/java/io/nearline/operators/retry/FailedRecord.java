package io.nearline.operators.retry;

import io.nearline.operators.record.NamedModels;
import io.nearline.operators.record.RawRecord;
import java.util.Set;

/**
 * A record that is to be tried again.
 *
 * @param record the record, marked as a replay; topic, partition and offset are the original ones
 * @param attempt attempts made so far
 * @param failedAt when the last one failed, milliseconds since the epoch
 */
public record FailedRecord(RawRecord record, int attempt, long failedAt) {

    /** Whether it comes back for every model of the other, and after as many attempts. */
    boolean isForAllThat(FailedRecord other) {
        Set<String> mine = NamedModels.of(record.headers());
        Set<String> others = NamedModels.of(other.record.headers());
        boolean isForItsModels = mine.isEmpty() || (!others.isEmpty() && mine.containsAll(others));
        return attempt >= other.attempt && isForItsModels;
    }

    /** This one, for the models of the other one too: both are of one record. */
    FailedRecord joinedBy(FailedRecord other) {
        RawRecord joined =
                new RawRecord(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        NamedModels.joined(record.headers(), other.record.headers()),
                        record.key(),
                        record.value(),
                        record.origin());
        return new FailedRecord(joined, attempt, failedAt);
    }

    /** One for each record of the posts topic: a record that failed for two models comes once. */
    public String identity() {
        return record.topic() + '/' + record.partition() + '/' + record.offset();
    }
}
