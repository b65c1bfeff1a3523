package io.nearline.pipeline.source.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/**
 * Writes the same records of a source's own shape in each format. Record n has number n, and every
 * tenth has a version that is none.
 */
final class SourceFileWriters {

    /** Makes posts of these records, but for every tenth. */
    static final String MAPPING =
            """
            id: nr
            revision: version
            kind: {path: op, create: c, update: u, delete: d}
            event_time: {path: at, unit: iso-8601}
            body: text
            """;

    private static final String AT = "2026-03-01T12:00:00Z";
    private static final long AT_MICROS = 1_772_366_400_000_000L;

    private static final MessageType SPARK =
            MessageTypeParser.parseMessageType(
                    """
                    message spark_schema {
                      optional int64 nr;
                      optional binary version (STRING);
                      optional binary op (STRING);
                      optional int64 at (TIMESTAMP(MICROS,true));
                      optional binary text (STRING);
                    }
                    """);

    /** What Spark leaves in every footer: its version, and its own schema of the rows. */
    private static final Map<String, String> SPARK_FOOTER =
            Map.of(
                    "org.apache.spark.version",
                    "3.5.1",
                    "org.apache.spark.sql.parquet.row.metadata",
                    SPARK.getFields().stream()
                            .map(
                                    field ->
                                            """
                                            {"name":"%s","type":"string","nullable":true,\
                                            "metadata":{}}\
                                            """
                                                    .formatted(field.getName()))
                            .collect(
                                    Collectors.joining(
                                            ",", "{\"type\":\"struct\",\"fields\":[", "]}")));

    private SourceFileWriters() {}

    static Path write(SourceFileFormat format, Path file, int count) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        return switch (format) {
            case JSONL -> lines(file, "", count, SourceFileWriters::json);
            case CSV -> lines(file, "nr,version,op,at,text\n", count, SourceFileWriters::csv);
            case AVRO -> avro(file, count);
            case PARQUET -> parquet(file, count);
        };
    }

    static boolean isBroken(long number) {
        return number % 10 == 9;
    }

    private static Path lines(Path file, String header, int count, IntFunction<String> line)
            throws IOException {
        String lines = IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
        return Files.writeString(file, header + lines, StandardCharsets.UTF_8);
    }

    private static String json(int number) {
        return """
        {"nr":%d,"version":"%s","op":"%s","at":"%s","text":"line\\n%d"}
        """
                .formatted(number, version(number), op(number), AT, number);
    }

    private static String csv(int number) {
        return "%d,%s,%s,%s,\"line\n%d\"\n"
                .formatted(number, version(number), op(number), AT, number);
    }

    private static Path avro(Path file, int count) throws IOException {
        Schema schema =
                SchemaBuilder.record("Row")
                        .fields()
                        .requiredLong("nr")
                        .optionalString("version")
                        .name("op")
                        .type()
                        .enumeration("Op")
                        .symbols("c", "u", "d")
                        .noDefault()
                        .name("at")
                        .type(
                                org.apache.avro.LogicalTypes.timestampMicros()
                                        .addToSchema(Schema.create(Schema.Type.LONG)))
                        .noDefault()
                        .optionalString("text")
                        .endRecord();
        List<GenericRecord> records = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            records.add(
                    new GenericRecordBuilder(schema)
                            .set("nr", (long) number)
                            .set("version", version(number))
                            .set(
                                    "op",
                                    new org.apache.avro.generic.GenericData.EnumSymbol(
                                            schema.getField("op").schema(), op(number)))
                            .set("at", AT_MICROS)
                            .set("text", text(number))
                            .build());
        }
        return PostFileWriters.avro(file, schema, records);
    }

    /** As Spark writes it: every column optional, enums as strings, times in microseconds. */
    private static Path parquet(Path file, int count) throws IOException {
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new LocalOutputFile(file))
                        .withType(SPARK)
                        .withConf(new PlainParquetConfiguration())
                        .withCompressionCodec(CompressionCodecName.SNAPPY)
                        .withCodecFactory(new JavaCompressors())
                        .withExtraMetaData(SPARK_FOOTER)
                        .withRowGroupSize(20_000L)
                        .withMinRowCountForPageSizeCheck(10)
                        .build()) {
            for (int number = 0; number < count; number++) {
                Group row = new SimpleGroup(SPARK);
                row.append("nr", (long) number)
                        .append("version", version(number))
                        .append("op", op(number))
                        .append("at", AT_MICROS)
                        .append("text", text(number));
                writer.write(row);
            }
        }
        return file;
    }

    private static String version(int number) {
        return isBroken(number) ? "secret" : "1";
    }

    private static String op(int number) {
        return number % 10 == 5 ? "d" : "c";
    }

    private static String text(int number) {
        return "line\n" + number;
    }
}
