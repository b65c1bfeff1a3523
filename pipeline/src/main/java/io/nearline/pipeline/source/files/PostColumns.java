package io.nearline.pipeline.source.files;

import io.nearline.schemas.PostEvent;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.api.ReadSupport.ReadContext;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The columns of a Parquet file that a post is made of. Types are those of the file's own schema:
 * an Avro schema in the footer says nothing more, and most writers leave none.
 */
final class PostColumns implements ParquetFileRecords.Columns<GenericRecord, PostEvent> {

    /** Any valid name: those of other writers need not be valid in Avro. */
    private static final String ROW = "row";

    private static final ParquetConfiguration PLAIN = configuration();

    private final MessageType requested;
    private final PostMapping mapping;
    private final MessageColumnIO columns;
    private final RecordMaterializer<GenericRecord> materializer;

    private PostColumns(MessageType requested, FileMetaData file, PostMapping mapping) {
        this.requested = requested;
        this.mapping = mapping;
        AvroReadSupport<GenericRecord> support = new AvroReadSupport<>(GenericData.get());
        ReadContext context = support.init(PLAIN, Map.of(), requested);
        this.materializer = support.prepareForRead(PLAIN, Map.of(), requested, context);
        this.columns =
                new ColumnIOFactory(file.getCreatedBy()).getColumnIO(requested, file.getSchema());
    }

    /**
     * The columns of one file.
     *
     * @throws UnreadablePostsException if these are no posts
     */
    static PostColumns of(String file, FileMetaData metadata) throws UnreadablePostsException {
        MessageType all = metadata.getSchema();
        List<String> names = all.getFields().stream().map(Type::getName).toList();
        List<Type> matched =
                FieldNames.matching(names).values().stream().map(all::getType).toList();
        for (Type column : matched) {
            requireReadable(file, column);
        }
        MessageType requested = new MessageType(ROW, matched);
        return new PostColumns(
                requested, metadata, PostMapping.of(file, avroSchema(file, all, requested)));
    }

    private static void requireReadable(String file, Type column) throws UnreadablePostsException {
        if (column.isRepetition(Type.Repetition.REPEATED)) {
            throw new UnreadablePostsException(
                    file, column.getName() + " is repeated, but no LIST: write it as a list", null);
        }
    }

    private static Schema avroSchema(String file, MessageType all, MessageType requested)
            throws UnreadablePostsException {
        try {
            Schema schema = new AvroSchemaConverter(PLAIN).convert(requested);
            // Named as the file names its rows, for messages.
            schema.addProp(PostMapping.WRITTEN_AS, all.getName());
            for (Type column : requested.getFields()) {
                // The conversion drops some, nanoseconds and decimals among them.
                ColumnMeaning.of(column)
                        .ifPresent(
                                meaning ->
                                        schema.getField(column.getName())
                                                .addProp(PostMapping.LOGICAL_TYPE, meaning));
            }
            return schema;
        } catch (AvroRuntimeException
                | IllegalArgumentException
                | UnsupportedOperationException e) {
            throw new UnreadablePostsException(
                    file,
                    """
                    has a column of a type that no post has: the columns %s are to hold texts, \
                    a map or list of texts, a whole number, a timestamp\
                    """
                            .formatted(requested.getFields().stream().map(Type::getName).toList()),
                    e);
        }
    }

    private static ParquetConfiguration configuration() {
        ParquetConfiguration plain = new PlainParquetConfiguration();
        // Else records named like a generated class become that class, whatever version wrote them.
        plain.setBoolean(AvroReadSupport.AVRO_COMPATIBILITY, false);
        // The middle level of a list is no record of its own.
        plain.setBoolean(AvroSchemaConverter.ADD_LIST_ELEMENT_RECORDS, false);
        plain.setBoolean(AvroReadSupport.READ_INT96_AS_FIXED, true);
        return plain;
    }

    @Override
    public MessageType requested() {
        return requested;
    }

    @Override
    public PostEvent taken(GenericRecord row, Place place) {
        return mapping.map(row);
    }

    @Override
    public RecordReader<GenericRecord> rowsOf(PageReadStore pages) {
        return columns.getRecordReader(pages, materializer);
    }
}
