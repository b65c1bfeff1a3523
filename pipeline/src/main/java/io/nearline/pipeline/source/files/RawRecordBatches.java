package io.nearline.pipeline.source.files;

import io.nearline.operators.record.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.ArrayResultIterator;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.jspecify.annotations.Nullable;

/** One file's records in batches, each record with the count of records up to it. */
final class RawRecordBatches implements BulkFormat.Reader<RawRecord> {

    /** Batches wait between the fetching thread and the task; a post may have several megabytes. */
    private static final int BATCH_RECORDS = 256;

    private static final int BATCH_BYTES = 1 << 20;

    private final FileRecords<RawRecord> records;
    private long read;

    /**
     * @param records at the first one that was not read yet
     * @param read records of the file read before
     */
    RawRecordBatches(FileRecords<RawRecord> records, long read) {
        this.records = records;
        this.read = read;
    }

    @Override
    public BulkFormat.@Nullable RecordIterator<RawRecord> readBatch() throws IOException {
        List<RawRecord> batch = nextBatch();
        if (batch.isEmpty()) {
            return null;
        }
        ArrayResultIterator<RawRecord> iterator = new ArrayResultIterator<>();
        iterator.set(
                batch.toArray(RawRecord[]::new),
                batch.size(),
                CheckpointedPosition.NO_OFFSET,
                read - batch.size());
        return iterator;
    }

    private List<RawRecord> nextBatch() throws IOException {
        List<RawRecord> batch = new ArrayList<>(BATCH_RECORDS);
        int bytes = 0;
        while (batch.size() < BATCH_RECORDS && bytes < BATCH_BYTES) {
            Optional<RawRecord> record = records.next();
            if (record.isEmpty()) {
                break;
            }
            batch.add(record.get());
            bytes += Objects.requireNonNull(record.get().value()).length;
            read++;
        }
        return batch;
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
