package io.nearline.sql.search;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncVectorSearchFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;

/**
 * {@code VECTOR_SEARCH} by one vector: a row a hit, and none for NULL. Public for the code that the
 * planner generates.
 */
public final class SearchPosts extends AsyncVectorSearchFunction {

    private static final long serialVersionUID = 1L;

    private final SearchExchange exchange;
    private transient @Nullable QueryServiceClient service;

    SearchPosts(SearchExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void open(FunctionContext context) {
        service = QueryServiceClient.of(exchange.settings());
    }

    /** As inherited, but for the failure: Flink's own shows the row, which is a vector. */
    @Override
    public void eval(CompletableFuture<Collection<RowData>> future, Object... arguments) {
        Object[] row = new Object[arguments.length - 1];
        System.arraycopy(arguments, 1, row, 0, row.length);
        var unused =
                asyncVectorSearch((Integer) arguments[0], GenericRowData.of(row))
                        .whenComplete(
                                (rows, failure) -> {
                                    if (failure == null) {
                                        future.complete(rows);
                                    } else {
                                        future.completeExceptionally(unwrapped(failure));
                                    }
                                });
    }

    @Override
    public CompletableFuture<Collection<RowData>> asyncVectorSearch(int topK, RowData query) {
        if (query.isNullAt(0)) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (service == null) {
            throw new IllegalStateException("open() comes first");
        }
        byte[] request;
        try {
            request = exchange.request(topK, query.getArray(0));
        } catch (SearchFailedException e) {
            return CompletableFuture.failedFuture(e);
        }
        return service.search(request).thenApply(exchange::rows);
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    /** Connections end by themselves, when nothing refers to the client. */
    @Override
    public void close() {
        service = null;
    }
}
