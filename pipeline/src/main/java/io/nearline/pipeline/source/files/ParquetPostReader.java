package io.nearline.pipeline.source.files;

import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.RecordReader;
import org.jspecify.annotations.Nullable;

/**
 * Posts in a Parquet file, whatever wrote it. Reads the columns that a post has, by the types that
 * the file states. Holds these columns of one row group in memory, as they lie in the file.
 */
final class ParquetPostReader implements PostReader {

    private final Progress progress;
    private final ParquetFileReader rowGroups;
    private final PostColumns columns;
    private @Nullable RecordReader<GenericRecord> rows;
    private int nextRowGroup;
    private long leftInRowGroup;

    private ParquetPostReader(Path file, ParquetFileReader rowGroups, PostColumns columns) {
        this.progress = new Progress(file);
        this.rowGroups = rowGroups;
        this.columns = columns;
    }

    static ParquetPostReader open(Path file) throws IOException {
        ParquetFileReader rowGroups = ParquetFiles.open(file);
        try {
            PostColumns columns = PostColumns.of(file.toString(), rowGroups.getFileMetaData());
            rowGroups.setRequestedSchema(columns.requested());
            return new ParquetPostReader(file, rowGroups, columns);
        } catch (IOException | RuntimeException e) {
            rowGroups.close();
            throw e;
        }
    }

    @Override
    public Optional<PostEvent> next() throws IOException {
        try {
            if (!hasNext()) {
                return Optional.empty();
            }
            PostEvent post = columns.mapping().map(rows().read());
            passed(1);
            return Optional.of(post);
        } catch (IOException | RuntimeException e) {
            throw progress.damagedAt(position(), e);
        }
    }

    /** Row groups that are passed over whole are not read at all. */
    @Override
    public void skip(long count) throws IOException {
        long end = progress.records() + count;
        try {
            while (progress.records() < end && hasNext()) {
                if (rows == null && progress.records() + leftInRowGroup <= end) {
                    rowGroups.skipNextRowGroup();
                    passed(leftInRowGroup);
                } else {
                    rows().read();
                    passed(1);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw progress.damagedAt(position(), e);
        }
    }

    private boolean hasNext() {
        while (leftInRowGroup == 0 && nextRowGroup < rowGroups.getRowGroups().size()) {
            leftInRowGroup = rowGroups.getRowGroups().get(nextRowGroup).getRowCount();
            nextRowGroup++;
            rows = null;
            if (leftInRowGroup == 0) {
                // Else the library passes over it by itself, and one more is passed over here.
                rowGroups.skipNextRowGroup();
            }
        }
        return leftInRowGroup > 0;
    }

    /** The rows of the row group at hand, which is read when its first row is. */
    private RecordReader<GenericRecord> rows() throws IOException {
        RecordReader<GenericRecord> known = rows;
        if (known == null) {
            PageReadStore pages = rowGroups.readNextRowGroup();
            known = columns.rowsOf(pages);
            rows = known;
        }
        return known;
    }

    private long position() {
        int rowGroup = Math.max(0, nextRowGroup - 1);
        return rowGroups.getRowGroups().get(rowGroup).getStartingPos();
    }

    private void passed(long count) {
        progress.passed(count);
        leftInRowGroup -= count;
    }

    @Override
    public void close() throws IOException {
        rowGroups.close();
    }
}
