package io.nearline.operators.embed;

import io.nearline.embedding.Embedder;
import io.nearline.operators.model.ModelRef;
import java.io.Serializable;

/** Opens any model that the job is told of; shipped with the job graph. */
@FunctionalInterface
public interface ModelOpener extends Serializable {

    /**
     * Opens an embedder, fetching the bundle first if it is not on this machine. May take minutes.
     *
     * @throws io.nearline.embedding.ModelRejectedException if the model must not serve here
     * @throws io.nearline.embedding.RetryableEmbeddingException if another attempt may succeed
     */
    Embedder open(ModelRef model);
}
