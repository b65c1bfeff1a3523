package io.nearline.pipeline.source.files;

import io.nearline.operators.mapping.AvroRecord;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.core.fs.Path;

/** How records of a source's own shape lie in a file. */
public enum SourceFileFormat {
    /** One JSON object a line, plain or gzip. */
    JSONL("jsonl ndjson json") {
        @Override
        public FileRecords<SourceRecord> open(Path file) throws IOException {
            return JsonLineRecords.open(file);
        }
    },
    /** CSV by RFC 4180 with a header, plain or gzip. */
    CSV("csv tsv") {
        @Override
        public FileRecords<SourceRecord> open(Path file) throws IOException {
            return CsvFileRecords.open(file);
        }
    },
    /** Avro object container files. */
    AVRO("avro") {
        @Override
        public FileRecords<SourceRecord> open(Path file) throws IOException {
            return AvroFileRecords.open(
                    file,
                    writer -> (record, place) -> SourceRecord.of(place, AvroRecord.of(record)));
        }
    },
    /** Parquet files of any writer. */
    PARQUET("parquet") {
        @Override
        public FileRecords<SourceRecord> open(Path file) throws IOException {
            return ParquetFileRecords.open(file, ParquetRowColumns::all);
        }

        @Override
        FileRecords<SourceRecord> open(Path file, Set<String> columns) throws IOException {
            return ParquetFileRecords.open(
                    file, footer -> ParquetRowColumns.some(file.toString(), footer, columns));
        }
    };

    private static final String GZIP = ".gz";

    /** Of names, with blanks between them. */
    private final String endings;

    SourceFileFormat(String endings) {
        this.endings = endings;
    }

    /** The format that a file's name ends in, with {@code .gz} behind it or not. */
    public static Optional<SourceFileFormat> named(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        String name =
                lower.endsWith(GZIP) ? lower.substring(0, lower.length() - GZIP.length()) : lower;
        return Arrays.stream(values()).filter(format -> format.isEndOf(name)).findFirst();
    }

    private boolean isEndOf(String name) {
        return Arrays.stream(endings.split(" ")).anyMatch(end -> name.endsWith("." + end));
    }

    /**
     * Opens one file; the caller closes.
     *
     * @throws UnreadablePostsException if it is not a file of this format
     * @throws IOException if it cannot be read at all
     */
    public abstract FileRecords<SourceRecord> open(Path file) throws IOException;

    /**
     * As {@link #open(Path)}, for those who look at some fields alone: others may be left out.
     *
     * @param columns names of the fields
     */
    FileRecords<SourceRecord> open(Path file, Set<String> columns) throws IOException {
        return open(file);
    }
}
