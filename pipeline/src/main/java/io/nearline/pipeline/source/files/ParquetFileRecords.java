package io.nearline.pipeline.source.files;

import java.io.IOException;
import java.util.Optional;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a Parquet file, whatever wrote it. Reads some of its columns, by the types that the file
 * states. Holds these columns of one row group in memory, as they lie in the file.
 *
 * @param <R> a row, as Parquet's library makes it
 * @param <T> what it is taken as
 */
final class ParquetFileRecords<R, T> implements FileRecords<T> {

    /** Which columns of a file are read, and what is made of their rows. */
    interface Columns<R, T> {

        /** The columns, by the file's own types. */
        MessageType requested();

        /** The rows of one row group. */
        RecordReader<R> rowsOf(PageReadStore pages);

        /**
         * What a row is taken as.
         *
         * @param place the row's
         */
        T taken(R row, Place place);
    }

    /** Chooses the columns of a file. */
    @FunctionalInterface
    interface ByFooter<R, T> {

        /**
         * The columns.
         *
         * @throws UnreadablePostsException if these are not what the file should hold
         */
        Columns<R, T> of(FileMetaData footer) throws UnreadablePostsException;
    }

    private final Progress progress;
    private final ParquetFileReader rowGroups;
    private final Columns<R, T> columns;
    private @Nullable RecordReader<R> rows;
    private int nextRowGroup;
    private long leftInRowGroup;

    private ParquetFileRecords(Path file, ParquetFileReader rowGroups, Columns<R, T> columns) {
        this.progress = new Progress(file);
        this.rowGroups = rowGroups;
        this.columns = columns;
    }

    static <R, T> ParquetFileRecords<R, T> open(Path file, ByFooter<R, T> byFooter)
            throws IOException {
        ParquetFileReader rowGroups = ParquetFiles.open(file);
        try {
            Columns<R, T> columns = byFooter.of(rowGroups.getFileMetaData());
            rowGroups.setRequestedSchema(columns.requested());
            return new ParquetFileRecords<>(file, rowGroups, columns);
        } catch (IOException | RuntimeException e) {
            rowGroups.close();
            throw e;
        }
    }

    @Override
    public Optional<T> next() throws IOException {
        try {
            if (!hasNext()) {
                return Optional.empty();
            }
            T record = columns.taken(rows().read(), progress.at(position()));
            passed(1);
            return Optional.of(record);
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
    private RecordReader<R> rows() throws IOException {
        RecordReader<R> known = rows;
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
