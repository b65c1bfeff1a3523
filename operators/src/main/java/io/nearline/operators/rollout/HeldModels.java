package io.nearline.operators.rollout;

import io.nearline.embedding.Embedder;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.operators.embed.ModelOpener;
import io.nearline.operators.model.ModelRef;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The models that are kept open on this machine, by name. For one thread at a time per name. */
final class HeldModels implements AutoCloseable {

    private final ModelOpener opener;
    private final Map<String, Embedder> byName = new ConcurrentHashMap<>();

    HeldModels(ModelOpener opener) {
        this.opener = opener;
    }

    /**
     * Opens a model unless it is open, and takes the place of another digest of its name.
     *
     * @return length of its vectors
     * @throws ModelRejectedException if it must not serve here
     */
    int hold(ModelRef model) {
        Embedder held = byName.get(model.name());
        if (held != null && held.model().digest().equals(model.digest())) {
            return held.dimensions();
        }
        Embedder opened = opener.open(model);
        if (!opened.model().name().equals(model.name())
                || !opened.model().digest().equals(model.digest())) {
            opened.close();
            throw new ModelRejectedException(
                    """
                    the bundle is %s, not the model %s with digest %s: publish \
                    the bundle that was meant, or name this one\
                    """
                            .formatted(opened.model(), model.name(), model.digest()));
        }
        release(model.name());
        byName.put(model.name(), opened);
        return opened.dimensions();
    }

    /** Closes a model if it is open. */
    void release(String name) {
        Embedder held = byName.remove(name);
        if (held != null) {
            held.close();
        }
    }

    @Override
    public void close() {
        byName.values().forEach(Embedder::close);
        byName.clear();
    }
}
