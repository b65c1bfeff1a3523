package io.nearline.operations.backfill.plan;

import io.nearline.operators.record.RawRecord;
import java.util.List;

/**
 * Some records of a range, each as likely to be among them as any other.
 *
 * @param population how many records the range has
 * @param records the sample
 */
public record RecordSample(long population, List<RawRecord> records) {

    public RecordSample {
        records = List.copyOf(records);
    }

    /** Whether nothing was left out, so that counts are no estimates. */
    public boolean isWhole() {
        return records.size() >= population;
    }
}
