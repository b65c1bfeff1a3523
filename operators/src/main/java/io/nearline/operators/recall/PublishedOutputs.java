package io.nearline.operators.recall;

import io.nearline.embedding.NamedVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.MapState;
import org.jspecify.annotations.Nullable;

/**
 * The further vectors of what the index holds of the current post, beside {@link PublishedVector}:
 * put, kept and removed together with it. A job that carries none has no such state.
 */
final class PublishedOutputs {

    private static final PublishedOutputs NONE = new PublishedOutputs(null);

    /** Vectors by their names, by model; null if none are carried. */
    private final @Nullable MapState<String, Map<String, float[]>> byModel;

    private PublishedOutputs(@Nullable MapState<String, Map<String, float[]>> byModel) {
        this.byModel = byModel;
    }

    /** Of a job that carries none. */
    static PublishedOutputs none() {
        return NONE;
    }

    /** Of a job that carries some. */
    static PublishedOutputs in(MapState<String, Map<String, float[]>> byModel) {
        return new PublishedOutputs(byModel);
    }

    /** Those of a model, sorted by name. */
    List<NamedVector> of(String modelName) throws Exception {
        Map<String, float[]> known = byModel == null ? null : byModel.get(modelName);
        if (known == null) {
            return List.of();
        }
        List<NamedVector> outputs = new ArrayList<>(known.size());
        new TreeMap<>(known).forEach((name, vector) -> outputs.add(new NamedVector(name, vector)));
        return outputs;
    }

    /** Holds these in place of all that was held for the model. */
    void put(String modelName, List<NamedVector> outputs) throws Exception {
        if (byModel == null) {
            return;
        }
        if (outputs.isEmpty()) {
            byModel.remove(modelName);
            return;
        }
        Map<String, float[]> vectors = new HashMap<>();
        outputs.forEach(output -> vectors.put(output.name(), output.vector()));
        byModel.put(modelName, vectors);
    }

    /** Holds what is held for the model for as long again. */
    void keep(String modelName) throws Exception {
        Map<String, float[]> known = byModel == null ? null : byModel.get(modelName);
        if (byModel != null && known != null) {
            byModel.put(modelName, known);
        }
    }

    /** Holds what is held for any model for as long again. */
    void keepAll() throws Exception {
        if (byModel == null) {
            return;
        }
        Map<String, Map<String, float[]>> all = new HashMap<>();
        for (Map.Entry<String, Map<String, float[]>> entry : byModel.entries()) {
            all.put(entry.getKey(), entry.getValue());
        }
        byModel.putAll(all);
    }

    void remove(String modelName) throws Exception {
        if (byModel != null) {
            byModel.remove(modelName);
        }
    }
}
