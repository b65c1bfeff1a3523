package io.nearline.pipeline.source.files;

import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/** Writes files of posts with the libraries of Avro and Parquet. */
final class PostFileWriters {

    private PostFileWriters() {}

    /** One block for every few posts, so that there are blocks to pass over. */
    static Path avro(Path file, List<PostEvent> posts) throws IOException {
        Files.createDirectories(file.getParent());
        SpecificData data = SpecificData.getForClass(PostEvent.class);
        try (DataFileWriter<PostEvent> writer =
                new DataFileWriter<>(new SpecificDatumWriter<>(PostEvent.getClassSchema(), data))) {
            writer.setCodec(CodecFactory.deflateCodec(6)).setSyncInterval(1024);
            writer.create(PostEvent.getClassSchema(), file.toFile());
            for (PostEvent post : posts) {
                writer.append(post);
            }
        }
        return file;
    }

    /** Records of any schema. */
    static Path avro(Path file, Schema schema, List<GenericRecord> records) throws IOException {
        try (DataFileWriter<GenericRecord> writer =
                new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, file.toFile());
            for (GenericRecord written : records) {
                writer.append(written);
            }
        }
        return file;
    }

    /** Row groups of a few hundred posts, so that there are some to pass over. */
    static Path parquet(Path file, CompressionCodecName codec, List<PostEvent> posts)
            throws IOException {
        SpecificData data = SpecificData.getForClass(PostEvent.class);
        try (ParquetWriter<PostEvent> writer =
                PostFileWriters.<PostEvent>parquet(file, PostEvent.getClassSchema(), data)
                        .withCompressionCodec(codec)
                        .build()) {
            for (PostEvent post : posts) {
                writer.write(post);
            }
        }
        return file;
    }

    /** Records of any schema. */
    static Path parquet(Path file, Schema schema, List<GenericRecord> records) throws IOException {
        try (ParquetWriter<GenericRecord> writer =
                PostFileWriters.<GenericRecord>parquet(file, schema, GenericData.get()).build()) {
            for (GenericRecord written : records) {
                writer.write(written);
            }
        }
        return file;
    }

    /** As a writer that knows nothing of Avro leaves it. */
    static Path parquetWithoutAvroSchema(
            Path file, MessageType type, CompressionCodecName codec, List<Group> rows)
            throws IOException {
        try (ParquetWriter<Group> writer =
                ExampleParquetWriter.builder(new LocalOutputFile(file))
                        .withType(type)
                        .withConf(new PlainParquetConfiguration())
                        .withCompressionCodec(codec)
                        .withCodecFactory(new JavaCompressors())
                        .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
        return file;
    }

    private static <T> AvroParquetWriter.Builder<T> parquet(
            Path file, Schema schema, GenericData data) throws IOException {
        Files.createDirectories(file.getParent());
        return AvroParquetWriter.<T>builder(new LocalOutputFile(file))
                .withSchema(schema)
                .withDataModel(data)
                .withConf(new PlainParquetConfiguration())
                .withCodecFactory(new JavaCompressors())
                .withRowGroupSize(20_000L)
                .withMinRowCountForPageSizeCheck(10);
    }
}
