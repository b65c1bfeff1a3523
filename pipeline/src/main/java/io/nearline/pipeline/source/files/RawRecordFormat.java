package io.nearline.pipeline.source.files;

import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.Path;

/** Files of posts to records, a whole file each time, resumed by the count of records read. */
final class RawRecordFormat implements BulkFormat<RawRecord, FileSourceSplit> {

    private static final long serialVersionUID = 1L;

    private final FileReading reading;
    private final Origin pass;

    RawRecordFormat(FileReading reading, Origin pass) {
        this.reading = reading;
        this.pass = pass;
    }

    @Override
    public Reader<RawRecord> createReader(Configuration configuration, FileSourceSplit split)
            throws IOException {
        return open(split.path(), 0);
    }

    @Override
    public Reader<RawRecord> restoreReader(Configuration configuration, FileSourceSplit split)
            throws IOException {
        long read =
                split.getReaderPosition()
                        .map(CheckpointedPosition::getRecordsAfterOffset)
                        .orElse(0L);
        return open(split.path(), read);
    }

    private RawRecordBatches open(Path file, long recordsRead) throws IOException {
        FileRecords<RawRecord> records = reading.open(file, pass);
        try {
            records.skip(recordsRead);
            return new RawRecordBatches(records, recordsRead);
        } catch (IOException | RuntimeException e) {
            records.close();
            throw e;
        }
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return TypeInformation.of(RawRecord.class);
    }
}
