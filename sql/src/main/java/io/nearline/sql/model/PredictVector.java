package io.nearline.sql.model;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;

/**
 * {@code ML_PREDICT} of a text: one row, of its vector or of NULL. Public for the code that the
 * planner generates.
 */
public final class PredictVector extends AsyncPredictFunction {

    private static final long serialVersionUID = 1L;

    /** Texts that got NULL. */
    private static final String WITHOUT_VECTOR = "nearline.texts_without_vector";

    private final PredictSettings settings;
    private transient @Nullable TextVectors vectors;
    private transient @Nullable Counter withoutVector;

    PredictVector(PredictSettings settings) {
        this.settings = settings;
    }

    /**
     * Opens the model.
     *
     * @throws io.nearline.embedding.ModelRejectedException if it must not serve here, such as when
     *     it does not reproduce its golden vectors
     */
    @Override
    public void open(FunctionContext context) {
        // Vectors come on the threads of the engine.
        withoutVector =
                context.getMetricGroup().counter(WITHOUT_VECTOR, new ThreadSafeSimpleCounter());
        vectors = new TextVectors(embedder(), settings.entry(), settings.unembeddable());
    }

    private Embedder embedder() {
        Path bundle = settings.bundle().find();
        EngineOptions options =
                settings.engine()
                        .optionsFor(
                                ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST))
                                        .batchInvariance(),
                                Runtime.getRuntime().availableProcessors())
                        .withEntry(settings.entry());
        String output = settings.output();
        return output == null
                ? Embedders.open(bundle, options)
                : Embedders.openOutput(bundle, options, output);
    }

    /** As inherited, but for the failure: Flink's own shows the row, which is a text. */
    @Override
    public void eval(CompletableFuture<Collection<RowData>> future, Object... row) {
        var unused =
                asyncPredict(GenericRowData.of(row))
                        .whenComplete(
                                (rows, failure) -> {
                                    if (failure == null) {
                                        future.complete(rows);
                                    } else {
                                        future.completeExceptionally(failure);
                                    }
                                });
    }

    @Override
    public CompletableFuture<Collection<RowData>> asyncPredict(RowData input) {
        String text = input.isNullAt(0) ? null : input.getString(0).toString();
        return opened().of(text).thenApply(this::row);
    }

    private TextVectors opened() {
        if (vectors == null) {
            throw new IllegalStateException("open() comes first");
        }
        return vectors;
    }

    private Collection<RowData> row(float @Nullable [] vector) {
        if (vector == null && withoutVector != null) {
            withoutVector.inc();
        }
        return List.of(GenericRowData.of(vector == null ? null : new GenericArrayData(vector)));
    }

    @Override
    public void close() {
        if (vectors != null) {
            vectors.close();
            vectors = null;
        }
    }
}
