package io.nearline.pipeline.source.files;

import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * The columns of a Parquet file whose rows have a shape of their own: all of them. Rows are read by
 * Parquet's own types: names that Avro would refuse are as good as others.
 */
final class ParquetRowColumns implements ParquetFileRecords.Columns<Group, SourceRecord> {

    private final MessageType schema;
    private final MessageColumnIO columns;
    private final GroupRecordConverter converter;

    private ParquetRowColumns(FileMetaData footer) {
        this.schema = footer.getSchema();
        this.columns = new ColumnIOFactory(footer.getCreatedBy()).getColumnIO(schema);
        this.converter = new GroupRecordConverter(schema);
    }

    static ParquetRowColumns of(FileMetaData footer) {
        return new ParquetRowColumns(footer);
    }

    @Override
    public MessageType requested() {
        return schema;
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
