package io.nearline.pipeline.source.files;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Fields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.core.fs.Path;

/**
 * Records of a CSV file, plain or gzip: quoting as in RFC 4180, the first row names the columns.
 * Each value is text; where nothing stands between two separators, not even quotes, is none.
 */
public final class CsvFileRecords implements FileRecords<SourceRecord> {

    private final PostLines lines;
    private final CsvHeader header;

    private CsvFileRecords(PostLines lines, CsvHeader header) {
        this.lines = lines;
        this.header = header;
    }

    static CsvFileRecords open(Path file) throws IOException {
        return of(PostLines.of(file.getFileSystem().open(file), file.toString()), file.toString());
    }

    /**
     * The records of some lines, which are closed with them.
     *
     * @param file what failures call it
     * @throws UnreadablePostsException if the first row names no columns
     */
    public static CsvFileRecords of(PostLines lines, String file) throws IOException {
        try {
            Optional<PostLine> first = row(lines);
            return new CsvFileRecords(lines, CsvHeader.of(file, first));
        } catch (IOException | RuntimeException e) {
            lines.close();
            throw e;
        }
    }

    @Override
    public Optional<SourceRecord> next() throws IOException {
        return row(lines).map(this::record);
    }

    @Override
    public void skip(long records) throws IOException {
        long left = records;
        while (left > 0 && row(lines).isPresent()) {
            left--;
        }
    }

    private SourceRecord record(PostLine row) {
        List<SourceValue> cells;
        try {
            cells = CsvRow.cells(row.bytes(), header.separator());
        } catch (MalformedRowException e) {
            return SourceRecord.broken(
                    row.place(), row.bytes(), e.reason(), String.valueOf(e.getMessage()));
        }
        if (cells.size() != header.names().size()) {
            return SourceRecord.broken(
                    row.place(),
                    row.bytes(),
                    "a row of another number of columns than the header names",
                    "a row of %d columns, where the header names %d"
                            .formatted(cells.size(), header.names().size()));
        }
        Map<String, SourceValue> values = new LinkedHashMap<>();
        for (int column = 0; column < cells.size(); column++) {
            values.put(header.names().get(column), cells.get(column));
        }
        return SourceRecord.of(row.place(), new Fields(values));
    }

    /** A row ends with the first line on which every quote is closed; blank lines are no rows. */
    private static Optional<PostLine> row(PostLines lines) throws IOException {
        Optional<PostLine> first = lines.next();
        if (first.isEmpty() || !CsvRow.leavesOpen(first.get().bytes())) {
            return first.map(
                    line -> new PostLine(line.place(), CsvRow.withoutReturn(line.bytes())));
        }
        Place place = first.get().place();
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        row.writeBytes(first.get().bytes());
        boolean open = true;
        while (open) {
            byte[] line = lines.nextLine().orElseThrow(() -> unclosed(place)).bytes();
            if (row.size() + line.length > PostLines.MAX_LINE_BYTES) {
                throw unclosed(place);
            }
            row.write('\n');
            row.writeBytes(line);
            open = !CsvRow.leavesOpen(line);
        }
        return Optional.of(new PostLine(place, CsvRow.withoutReturn(row.toByteArray())));
    }

    private static UnreadablePostsException unclosed(Place place) {
        return new UnreadablePostsException(
                place,
                """
                a quote that opens in this row is not closed before the end of the file, or within \
                %d MiB; the file is cut, or its quotes are not doubled as RFC 4180 has it (Spark: \
                option("escape", "\\""))\
                """
                        .formatted(PostLines.MAX_LINE_BYTES >> 20),
                null);
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
