package io.nearline.sql.search;

import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.logical.RowType;

/** Makes tables of {@code CREATE TABLE ... WITH ('connector' = 'nearline-search', ...)}. */
public final class SearchTableFactory implements DynamicTableSourceFactory {

    /** Value of the option {@code connector}. */
    public static final String IDENTIFIER = "nearline-search";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(SearchOptions.URL);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return SearchOptions.OPTIONAL;
    }

    /**
     * @throws ValidationException naming the option or column, what was found and the fix
     */
    @Override
    public DynamicTableSource createDynamicTableSource(Context context) {
        var helper = FactoryUtil.createTableFactoryHelper(this, context);
        helper.validate();
        SearchSettings settings = SearchSettings.from(helper.getOptions());
        RowType declared = (RowType) context.getPhysicalRowDataType().getLogicalType();
        return new SearchTable(settings, DeclaredColumns.of(declared));
    }
}
