package io.nearline.pipeline.backfill.files;

import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.flink.core.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.api.ReadSupport.ReadContext;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/**
 * Posts in a Parquet file. Rows are read with the Avro schema in the file's footer and resolved
 * from it exactly as Avro does. Holds one row group in memory, as it lies in the file.
 */
final class ParquetPostReader implements PostReader {

    private static final String AVRO_SCHEMA = "parquet.avro.schema";
    private static final ParquetConfiguration PLAIN = configuration();

    private final Path file;
    private final ParquetFileReader rowGroups;
    private final RecordMaterializer<GenericRecord> materializer;
    private final MessageColumnIO columns;
    private final PostResolver resolver;
    private RecordReader<GenericRecord> rows;
    private int nextRowGroup;
    private long position;
    private long leftInRowGroup;

    private ParquetPostReader(Path file, ParquetFileReader rowGroups) throws IOException {
        this.file = file;
        this.rowGroups = rowGroups;
        Schema writer = writerSchema(file, metadata(rowGroups));
        MessageType schema = rowGroups.getFileMetaData().getSchema();
        AvroReadSupport<GenericRecord> support = new AvroReadSupport<>(GenericData.get());
        ReadContext context = support.init(PLAIN, metadata(rowGroups), schema);
        this.materializer = support.prepareForRead(PLAIN, metadata(rowGroups), schema, context);
        this.columns =
                new ColumnIOFactory(rowGroups.getFileMetaData().getCreatedBy())
                        .getColumnIO(context.getRequestedSchema(), schema);
        this.resolver = new PostResolver(writer);
    }

    private static ParquetConfiguration configuration() {
        ParquetConfiguration plain = new PlainParquetConfiguration();
        // Else records named like a generated class become that class, whatever version wrote them.
        plain.setBoolean(AvroReadSupport.AVRO_COMPATIBILITY, false);
        return plain;
    }

    static ParquetPostReader open(Path file) throws IOException {
        ParquetFileReader rowGroups = rowGroups(file);
        try {
            return new ParquetPostReader(file, rowGroups);
        } catch (IOException | RuntimeException e) {
            rowGroups.close();
            throw e;
        }
    }

    private static ParquetFileReader rowGroups(Path file) throws IOException {
        FlinkInputFile input = FlinkInputFile.of(file);
        ParquetReadOptions options =
                ParquetReadOptions.builder(PLAIN)
                        .withUseHadoopVectoredIo(false)
                        .withCodecFactory(new JavaCodecs())
                        .build();
        try {
            return ParquetFileReader.open(input, options);
        } catch (RuntimeException e) {
            throw new UnreadablePostsException(
                    file, "is not a Parquet file: give its format, or leave it out", e);
        }
    }

    private static Schema writerSchema(Path file, Map<String, String> metadata)
            throws UnreadablePostsException {
        String json = metadata.get(AVRO_SCHEMA);
        if (json == null) {
            throw new UnreadablePostsException(
                    file,
                    "has no Avro schema in its footer ("
                            + AVRO_SCHEMA
                            + "): write it with parquet-avro",
                    null);
        }
        Schema writer = new Schema.Parser().parse(json);
        WriterSchema.check(file, writer);
        return writer;
    }

    @Override
    public Optional<PostEvent> next() throws IOException {
        try {
            if (!hasNext()) {
                return Optional.empty();
            }
            GenericRecord row = rows().read();
            PostEvent post = resolver.resolve(row);
            passed(1);
            return Optional.of(post);
        } catch (IOException | RuntimeException e) {
            throw UnreadablePostsException.damagedAt(file, position, e);
        }
    }

    /** Row groups that are passed over whole are not read at all. */
    @Override
    public void skip(long count) throws IOException {
        long end = position + count;
        while (position < end && hasNext()) {
            if (rows == null && position + leftInRowGroup <= end) {
                rowGroups.skipNextRowGroup();
                passed(leftInRowGroup);
            } else {
                rows().read();
                passed(1);
            }
        }
    }

    private boolean hasNext() {
        while (leftInRowGroup == 0 && nextRowGroup < rowGroups.getRowGroups().size()) {
            leftInRowGroup = rowGroups.getRowGroups().get(nextRowGroup).getRowCount();
            nextRowGroup++;
            rows = null;
        }
        return leftInRowGroup > 0;
    }

    /** The rows of the row group at hand, which is read when its first row is. */
    private RecordReader<GenericRecord> rows() throws IOException {
        if (rows == null) {
            PageReadStore pages = rowGroups.readNextRowGroup();
            rows = columns.getRecordReader(pages, materializer);
        }
        return rows;
    }

    private void passed(long count) {
        position += count;
        leftInRowGroup -= count;
    }

    private static Map<String, String> metadata(ParquetFileReader rowGroups) {
        return rowGroups.getFileMetaData().getKeyValueMetaData();
    }

    @Override
    public void close() throws IOException {
        rowGroups.close();
    }
}
