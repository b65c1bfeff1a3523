package io.nearline.pipeline.source.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Files of one post each, with the columns that a test gives them, as tables are written. */
final class ParquetRows {

    private static final String ALWAYS =
            "optional binary postId (STRING); optional int64 revision; optional binary kind"
                    + " (STRING);";

    private ParquetRows() {}

    /**
     * Writes a file.
     *
     * @param columns in Parquet's notation, beside id, revision and kind
     * @param fill sets them
     */
    static Path write(Path file, String columns, Consumer<Group> fill) throws IOException {
        MessageType type =
                MessageTypeParser.parseMessageType(
                        "message spark_schema { %s %s }".formatted(ALWAYS, columns));
        Group row = new SimpleGroup(type);
        row.append("postId", "p1").append("revision", 7L).append("kind", "UPDATE");
        fill.accept(row);
        return PostFileWriters.parquetWithoutAvroSchema(
                file, type, CompressionCodecName.SNAPPY, List.of(row));
    }
}
