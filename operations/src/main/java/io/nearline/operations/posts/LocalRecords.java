package io.nearline.operations.posts;

import io.nearline.pipeline.source.files.CsvFileRecords;
import io.nearline.pipeline.source.files.FileRecords;
import io.nearline.pipeline.source.files.JsonLineRecords;
import io.nearline.pipeline.source.files.PostLines;
import io.nearline.pipeline.source.files.SourceFileFormat;
import io.nearline.pipeline.source.files.SourceRecord;
import java.io.IOException;
import java.nio.file.Path;

/** Files of records of a source's own shape, on this machine. */
public final class LocalRecords {

    private LocalRecords() {}

    /**
     * Opens a file of the format that its name ends in; JSON lines if it says none.
     *
     * @throws io.nearline.pipeline.source.files.UnreadablePostsException if it is not of that
     *     format
     */
    public static FileRecords<SourceRecord> open(Path file) throws IOException {
        SourceFileFormat format =
                SourceFileFormat.named(file.toString()).orElse(SourceFileFormat.JSONL);
        return switch (format) {
            case JSONL -> JsonLineRecords.of(PostLines.of(file));
            case CSV -> CsvFileRecords.of(PostLines.of(file), file.toString());
            case AVRO, PARQUET -> format.open(new org.apache.flink.core.fs.Path(file.toUri()));
        };
    }
}
