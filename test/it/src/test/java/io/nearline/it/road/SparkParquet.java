package io.nearline.it.road;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
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
 * Writes Parquet as Spark does: every column optional, enums as strings, structs as groups, times
 * in microseconds, and Spark's own schema of the rows in the footer.
 */
final class SparkParquet {

    private static final MessageType TYPE =
            MessageTypeParser.parseMessageType(
                    """
                    message spark_schema {
                      optional group post { optional binary id (STRING); }
                      optional binary version (STRING);
                      optional binary op (STRING);
                      optional int64 changed_at (TIMESTAMP(MICROS,true));
                      optional binary text (STRING);
                    }
                    """);
    private static final Map<String, String> FOOTER =
            Map.of(
                    "org.apache.spark.version",
                    "3.5.1",
                    "org.apache.spark.sql.parquet.row.metadata",
                    """
                    {"type":"struct","fields":[{"name":"post","type":{"type":"struct","fields":[\
                    {"name":"id","type":"string","nullable":true,"metadata":{}}]},"nullable":true,\
                    "metadata":{}},{"name":"version","type":"string","nullable":true,"metadata":{}},\
                    {"name":"op","type":"string","nullable":true,"metadata":{}},{"name":"changed_at",\
                    "type":"timestamp","nullable":true,"metadata":{}},{"name":"text","type":"string",\
                    "nullable":true,"metadata":{}}]}\
                    """);
    private static final long AT_MICROS = 1_772_366_400_000_000L;

    private SparkParquet() {}

    static void write(Path file, List<OwnChange> changes) throws IOException {
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new LocalOutputFile(file))
                        .withType(TYPE)
                        .withConf(new PlainParquetConfiguration())
                        .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                        .withCodecFactory(new PlainPages())
                        .withExtraMetaData(FOOTER)
                        .build()) {
            for (OwnChange change : changes) {
                writer.write(row(change));
            }
        }
    }

    private static Group row(OwnChange change) {
        Group row = new SimpleGroup(TYPE);
        row.addGroup("post").append("id", change.id());
        row.append("version", change.version())
                .append("op", change.op())
                .append("changed_at", AT_MICROS);
        if (!change.deletes()) {
            row.append("text", change.text());
        }
        return row;
    }

    /** The library's own factory is Hadoop's, which users do not have either. */
    private static final class PlainPages implements CompressionCodecFactory {

        @Override
        public BytesInputCompressor getCompressor(CompressionCodecName codec) {
            return new BytesInputCompressor() {
                @Override
                public BytesInput compress(BytesInput page) {
                    return page;
                }

                @Override
                public CompressionCodecName getCodecName() {
                    return CompressionCodecName.UNCOMPRESSED;
                }

                @Override
                public void release() {
                    // nothing is held
                }
            };
        }

        @Override
        public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
            throw new UnsupportedOperationException("files are written here, not read");
        }

        @Override
        public void release() {
            // nothing is held
        }
    }
}
