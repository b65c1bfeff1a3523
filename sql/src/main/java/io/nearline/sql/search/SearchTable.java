package io.nearline.sql.search;

import java.util.List;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.VectorSearchTableSource;
import org.apache.flink.table.connector.source.search.AsyncVectorSearchFunctionProvider;

/** A table whose options and columns were read. */
record SearchTable(SearchSettings settings, List<SearchColumn> columns)
        implements VectorSearchTableSource {

    /**
     * @throws org.apache.flink.table.api.ValidationException if it cannot be settled which model is
     *     searched
     */
    @Override
    public VectorSearchRuntimeProvider getSearchRuntimeProvider(VectorSearchContext context) {
        SearchExchange exchange = new SearchExchange(SearchedModel.settle(settings), columns);
        return AsyncVectorSearchFunctionProvider.of(new SearchPosts(exchange));
    }

    @Override
    public DynamicTableSource copy() {
        return this;
    }

    @Override
    public String asSummaryString() {
        return "Nearline query service";
    }
}
