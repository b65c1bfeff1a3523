package io.nearline.operations.backfill.plan;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.source.files.FileReading;
import io.nearline.pipeline.source.files.FileRecords;
import io.nearline.pipeline.source.files.PostFiles;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.flink.core.fs.FileStatus;

/**
 * Samples files of posts. Reads all of them, since only so it is known how many posts there are;
 * that takes a thousandth of the time of embedding them.
 */
final class FileSampler {

    private final RandomGenerator random;

    FileSampler(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A sample; all records if the files have no more.
     *
     * @param size how many records
     * @throws IOException if a file is missing or does not hold what it should
     */
    RecordSample sample(List<URI> places, FileReading reading, int size) throws IOException {
        List<RawRecord> kept = new ArrayList<>();
        long read = 0;
        for (FileStatus file : PostFiles.list(places)) {
            try (FileRecords<RawRecord> records = reading.open(file.getPath(), Origin.BACKFILL)) {
                Optional<RawRecord> record = records.next();
                while (record.isPresent()) {
                    keepByChance(record.get(), read, size, kept);
                    read++;
                    record = records.next();
                }
            }
        }
        return new RecordSample(read, kept);
    }

    /**
     * The n-th record replaces one of those kept with the chance of size / n: all are as likely.
     */
    private void keepByChance(RawRecord record, long readBefore, int size, List<RawRecord> kept) {
        if (kept.size() < size) {
            kept.add(record);
            return;
        }
        long place = random.nextLong(readBefore + 1);
        if (place < size) {
            kept.set((int) place, record);
        }
    }
}
