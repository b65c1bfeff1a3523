package io.nearline.it.road;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;

/** How a source exports its changes. */
enum HistoryForm {
    SPARK_PARQUET("parquet", "post.id", "logical-type", "text") {
        @Override
        void write(OwnHistory history, int half, Path file) throws IOException {
            SparkParquet.write(file, history.half(half));
        }
    },
    /** Written by pyarrow; {@code history/README.md} says how. */
    PYARROW_PARQUET("parquet", "post.id", "logical-type", "texts[]") {
        @Override
        void write(OwnHistory history, int half, Path file) throws IOException {
            String name = "/history/pyarrow-%d.parquet".formatted(half);
            try (InputStream written =
                    Objects.requireNonNull(HistoryForm.class.getResourceAsStream(name), name)) {
                Files.copy(written, file);
            }
        }
    },
    CSV("csv", "post\\.id", "epoch-seconds", "text") {
        @Override
        void write(OwnHistory history, int half, Path file) throws IOException {
            String rows =
                    history.half(half).stream()
                            .map(
                                    change ->
                                            "%s,%s,%s,1772366400,%s\r\n"
                                                    .formatted(
                                                            change.id(),
                                                            change.version(),
                                                            change.op(),
                                                            cell(change)))
                            .collect(Collectors.joining());
            Files.writeString(
                    file, "post.id,version,op,changed_at,text\r\n" + rows, StandardCharsets.UTF_8);
        }
    };

    private final String source;
    private final String id;
    private final String unit;
    private final String body;

    HistoryForm(String source, String id, String unit, String body) {
        this.source = source;
        this.id = id;
        this.unit = unit;
        this.body = body;
    }

    /** Writes one half of the history. */
    abstract void write(OwnHistory history, int half, Path file) throws IOException;

    /** Value of {@code nearline.backfill.source}. */
    String source() {
        return source;
    }

    /** Makes posts of all records that are not broken. */
    String mapping() {
        return OwnChange.MAPPING.formatted(id, unit, body);
    }

    private static String cell(OwnChange change) {
        return change.deletes() ? "" : '"' + change.text().replace("\"", "\"\"") + '"';
    }
}
