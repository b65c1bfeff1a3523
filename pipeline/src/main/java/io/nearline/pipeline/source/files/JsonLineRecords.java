package io.nearline.pipeline.source.files;

import io.nearline.operators.json.InvalidJsonException;
import io.nearline.operators.mapping.JsonRecord;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.core.fs.Path;

/** Records that are one JSON object a line, plain or gzip. */
public final class JsonLineRecords implements FileRecords<SourceRecord> {

    private final PostLines lines;

    private JsonLineRecords(PostLines lines) {
        this.lines = lines;
    }

    /** The records of some lines, which are closed with them. */
    public static JsonLineRecords of(PostLines lines) {
        return new JsonLineRecords(lines);
    }

    static JsonLineRecords open(Path file) throws IOException {
        return of(PostLines.of(file.getFileSystem().open(file), file.toString()));
    }

    @Override
    public Optional<SourceRecord> next() throws IOException {
        return lines.next().map(JsonLineRecords::record);
    }

    @Override
    public void skip(long records) throws IOException {
        long left = records;
        while (left > 0 && lines.next().isPresent()) {
            left--;
        }
    }

    private static SourceRecord record(PostLine line) {
        try {
            return SourceRecord.ofLine(line, JsonRecord.parse(line.bytes()));
        } catch (InvalidJsonException e) {
            return SourceRecord.broken(
                    line.place(), line.bytes(), e.reason(), String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
