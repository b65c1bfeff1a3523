package io.nearline.sql.model;

import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.ml.AsyncPredictRuntimeProvider;
import org.apache.flink.table.ml.ModelProvider;

/** A model whose options were read and whose bundle is settled. */
record NearlineModelProvider(PredictSettings settings) implements AsyncPredictRuntimeProvider {

    @Override
    public AsyncPredictFunction createAsyncPredictFunction(Context context) {
        return new PredictVector(settings);
    }

    @Override
    public ModelProvider copy() {
        return this;
    }
}
