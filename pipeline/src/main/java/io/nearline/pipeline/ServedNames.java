package io.nearline.pipeline;

import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.operators.embed.ServedModel;
import io.nearline.pipeline.config.ModelOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model's name is half of the key of its updates, so a job serves one model of a name. */
final class ServedNames {

    private ServedNames() {}

    /**
     * @throws ModelRejectedException naming both digests, if two have one name
     */
    static void requireDistinct(List<ServedModel> models) {
        Map<String, ModelId> byName = new HashMap<>();
        for (ServedModel model : models) {
            ModelId other = byName.put(model.id().name(), model.id());
            if (other != null) {
                throw new ModelRejectedException(
                        """
                        %s names two bundles of the name %s, with the digests %s and %s: \
                        serve one of them, or package one again with another --name\
                        """
                                .formatted(
                                        ModelOptions.SERVED.key(),
                                        other.name(),
                                        other.digest(),
                                        model.id().digest()));
            }
        }
    }
}
