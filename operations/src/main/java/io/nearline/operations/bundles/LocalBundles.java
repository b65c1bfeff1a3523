package io.nearline.operations.bundles;

import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operators.bundles.BundleStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds bundles of models on this machine, or fetches them from where they are published. */
public final class LocalBundles {

    private final Map<String, Path> given;
    private final List<Path> installed;
    private final BundleStore store;

    /**
     * @param given directories by model name; they go before all others
     * @param installed directories of bundles that are taken if the digest is right
     * @param store where others are fetched to
     */
    public LocalBundles(Map<String, Path> given, List<Path> installed, BundleStore store) {
        this.given = Map.copyOf(given);
        this.installed = List.copyOf(installed);
        this.store = store;
    }

    /**
     * The directory of a model's bundle.
     *
     * @param uri where it is published, if it is
     * @throws ModelRejectedException if there is none here with the digest of the model, and none
     *     can be fetched
     * @throws io.nearline.embedding.RetryableEmbeddingException if fetching failed
     */
    public Path directory(ModelId model, Optional<String> uri) {
        Path chosen = given.get(model.name());
        if (chosen != null) {
            return requireDigest(chosen, model);
        }
        for (Path directory : installed) {
            if (digest(directory).equals(model.digest())) {
                return directory;
            }
        }
        if (uri.isEmpty()) {
            throw new ModelRejectedException(
                    """
                    the bundle of %s is not on this machine: name its directory \
                    with --bundle %s=DIRECTORY\
                    """
                            .formatted(model.name(), model.name()));
        }
        return store.fetch(uri.get(), model.digest());
    }

    private static Path requireDigest(Path directory, ModelId wanted) {
        String found = digest(directory);
        if (!found.equals(wanted.digest())) {
            throw new ModelRejectedException(
                    """
                    %s holds a bundle with digest %s, but %s is %s: give the \
                    bundle that the live job serves\
                    """
                            .formatted(directory, found, wanted.name(), wanted.digest()));
        }
        return directory;
    }

    private static String digest(Path directory) {
        return ModelBundle.readManifest(directory.resolve(ModelBundle.MANIFEST)).digest();
    }
}
