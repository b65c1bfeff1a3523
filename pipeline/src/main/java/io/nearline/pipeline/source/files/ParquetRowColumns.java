package io.nearline.pipeline.source.files;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The columns of a Parquet file whose rows have a shape of their own. Rows are read by Parquet's
 * own types: names that Avro would refuse are as good as others.
 */
final class ParquetRowColumns implements ParquetFileRecords.Columns<Group, SourceRecord> {

    private final MessageType requested;
    private final MessageColumnIO columns;
    private final GroupRecordConverter converter;

    private ParquetRowColumns(FileMetaData footer, MessageType requested) {
        this.requested = requested;
        this.columns =
                new ColumnIOFactory(footer.getCreatedBy())
                        .getColumnIO(requested, footer.getSchema());
        this.converter = new GroupRecordConverter(requested);
    }

    static ParquetRowColumns all(FileMetaData footer) {
        return new ParquetRowColumns(footer, footer.getSchema());
    }

    /**
     * Some of a file's columns; those that it has not are nothing in each row.
     *
     * @throws UnreadablePostsException if it has none of them
     */
    static ParquetRowColumns some(String file, FileMetaData footer, Set<String> names)
            throws UnreadablePostsException {
        MessageType all = footer.getSchema();
        List<Type> some =
                all.getFields().stream()
                        .filter(column -> names.contains(column.getName()))
                        .toList();
        if (some.isEmpty()) {
            throw new UnreadablePostsException(
                    file,
                    "has none of the columns %s: give the mapping of these files, or leave it out"
                            .formatted(new TreeSet<>(names)),
                    null);
        }
        return new ParquetRowColumns(footer, new MessageType(all.getName(), some));
    }

    @Override
    public MessageType requested() {
        return requested;
    }

    @Override
    public RecordReader<Group> rowsOf(PageReadStore pages) {
        return columns.getRecordReader(pages, converter);
    }

    @Override
    public SourceRecord taken(Group row, Place place) {
        return SourceRecord.of(place, ParquetRow.fields(row));
    }
}
