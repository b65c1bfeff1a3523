package io.nearline.sql.model;

import java.util.List;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.utils.LogicalTypeCasts;

/** What {@code INPUT} and {@code OUTPUT} of a model must be: a text, and a vector. */
final class ModelColumns {

    private static final String FIX =
            "; declare the model as INPUT (text STRING) OUTPUT (vector ARRAY<FLOAT>).";

    private ModelColumns() {}

    /**
     * Refuses other columns.
     *
     * @param unembeddable whether vectors may be NULL
     * @throws ValidationException naming the columns found and the fix
     */
    static void check(ResolvedSchema input, ResolvedSchema output, Unembeddable unembeddable) {
        LogicalType text = only("INPUT", "one column of a text", input);
        if (!text.is(LogicalTypeFamily.CHARACTER_STRING)) {
            throw new ValidationException(
                    "INPUT of a nearline model is one column of a text, found %s%s"
                            .formatted(text.asSummaryString(), FIX));
        }
        checkVector(only("OUTPUT", "one column of a vector", output), unembeddable);
    }

    private static void checkVector(LogicalType declared, Unembeddable unembeddable) {
        LogicalType vector =
                DataTypes.ARRAY(DataTypes.FLOAT().notNull()).notNull().getLogicalType();
        if (!LogicalTypeCasts.supportsAvoidingCast(vector, declared)) {
            throw new ValidationException(
                    "OUTPUT of a nearline model is one column of a vector, found %s%s"
                            .formatted(declared.asSummaryString(), FIX));
        }
        if (unembeddable == Unembeddable.NULL && !declared.isNullable()) {
            throw new ValidationException(
                    """
                    OUTPUT of the model is NOT NULL, and texts that can have no vector get NULL; \
                    declare it without NOT NULL, or set '%s' = '%s'.\
                    """
                            .formatted(ModelOptions.ON_UNEMBEDDABLE_TEXT.key(), Unembeddable.FAIL));
        }
    }

    private static LogicalType only(String part, String wanted, ResolvedSchema schema) {
        List<Column> columns = schema.getColumns();
        if (columns.size() != 1) {
            throw new ValidationException(
                    "%s of a nearline model is %s, found %d columns %s%s"
                            .formatted(part, wanted, columns.size(), schema.getColumnNames(), FIX));
        }
        return columns.get(0).getDataType().getLogicalType();
    }
}
