package io.nearline.operators.embed;

import io.nearline.embedding.Embedder;
import java.io.Serializable;

/** Recipe that opens an embedder on the task manager; shipped with the job graph. */
@FunctionalInterface
public interface EmbedderProvider extends Serializable {

    /**
     * Opens the embedder.
     *
     * @throws io.nearline.embedding.ModelRejectedException if the model must not serve
     */
    Embedder open();
}
