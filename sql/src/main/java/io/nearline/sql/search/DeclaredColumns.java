package io.nearline.sql.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;

/** Reads the columns that a table was declared with. */
final class DeclaredColumns {

    private static final String SCORE = "score";

    private DeclaredColumns() {}

    /**
     * The columns in their order.
     *
     * @throws ValidationException naming the column, what was found and the fix
     */
    static List<SearchColumn> of(RowType declared) {
        List<SearchColumn> columns = new ArrayList<>();
        for (RowType.RowField field : declared.getFields()) {
            columns.add(column(field));
        }
        return List.copyOf(columns);
    }

    private static SearchColumn column(RowType.RowField field) {
        if (field.getName().equals(SCORE)) {
            throw new ValidationException(
                    "Column 'score' is added by VECTOR_SEARCH; leave it out of the table.");
        }
        SearchColumn column =
                SearchColumn.named(field.getName())
                        .orElseThrow(
                                () ->
                                        new ValidationException(
                                                "Column '%s' is none of a search; use some of %s."
                                                        .formatted(
                                                                field.getName(),
                                                                Arrays.toString(
                                                                        SearchColumn.values()))));
        if (!LogicalTypeCasts.supportsAvoidingCast(column.type(), field.getType())) {
            throw new ValidationException(
                    "Column '%s' of a search is declared as %s; declare it as %s."
                            .formatted(
                                    column,
                                    field.getType().asSummaryString(),
                                    column.type().asSummaryString()));
        }
        return column;
    }
}
