package io.nearline.sql.updates;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;

/** Decodes updates for a table's columns. */
record IndexUpdatesFormat(Changelog changelog)
        implements DecodingFormat<DeserializationSchema<RowData>> {

    /**
     * @throws ValidationException if a column is none of an update, or of another type
     */
    @Override
    public DeserializationSchema<RowData> createRuntimeDecoder(
            DynamicTableSource.Context context, DataType physical) {
        List<UpdateColumn> columns = new ArrayList<>();
        for (RowType.RowField field : ((RowType) physical.getLogicalType()).getFields()) {
            columns.add(column(field));
        }
        return new UpdateDeserializer(
                new UpdateRows(columns, changelog), context.createTypeInformation(physical));
    }

    private static UpdateColumn column(RowType.RowField field) {
        UpdateColumn column =
                UpdateColumn.named(field.getName())
                        .orElseThrow(
                                () ->
                                        new ValidationException(
                                                "Column '%s' is none of an index update; use some of %s."
                                                        .formatted(
                                                                field.getName(),
                                                                Arrays.toString(
                                                                        UpdateColumn.values()))));
        if (!LogicalTypeCasts.supportsAvoidingCast(column.type(), field.getType())) {
            throw new ValidationException(
                    "Column '%s' of index updates is declared as %s; declare it as %s."
                            .formatted(
                                    column,
                                    field.getType().asSummaryString(),
                                    column.type().asSummaryString()));
        }
        return column;
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return changelog.mode();
    }
}
