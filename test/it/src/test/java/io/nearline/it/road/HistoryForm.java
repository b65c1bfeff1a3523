package io.nearline.it.road;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** How a source exports its changes. */
enum HistoryForm {
    SPARK_PARQUET("parquet", "logical-type", "post.id") {
        @Override
        void write(Path file, List<OwnChange> changes) throws IOException {
            SparkParquet.write(file, changes);
        }
    },
    CSV("csv", "epoch-seconds", "post\\.id") {
        @Override
        void write(Path file, List<OwnChange> changes) throws IOException {
            String rows =
                    changes.stream()
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
    private final String unit;
    private final String id;

    HistoryForm(String source, String unit, String id) {
        this.source = source;
        this.unit = unit;
        this.id = id;
    }

    abstract void write(Path file, List<OwnChange> changes) throws IOException;

    /** Value of {@code nearline.backfill.source}. */
    String source() {
        return source;
    }

    /** Makes posts of all records that are not broken. */
    String mapping() {
        return OwnChange.MAPPING.formatted(unit).replace("post.id", id);
    }

    private static String cell(OwnChange change) {
        return change.deletes() ? "" : '"' + change.text().replace("\"", "\"\"") + '"';
    }
}
