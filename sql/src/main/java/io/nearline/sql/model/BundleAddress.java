package io.nearline.sql.model;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelOutput;
import io.nearline.operators.bundles.BundleStore;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a bundle is. A path is read where it lies; what has a scheme is fetched into a cache.
 *
 * @param uri path, or URI of any file system that Flink has
 * @param digest the digest that it must have; null for any
 * @param cache directory that URIs are fetched to; null for one in the temporary directory
 * @param mostBytes largest bundle that is fetched
 */
record BundleAddress(String uri, @Nullable String digest, @Nullable String cache, long mostBytes)
        implements Serializable {

    /**
     * The same address with a digest. Where there was none, it is that of the bundle as it is found
     * now; machines that find another one later refuse it.
     *
     * @param output that the bundle must have, where it is looked at; null for none
     * @throws ModelRejectedException if there is no digest, and no whole bundle to take it from, or
     *     one without the output
     */
    BundleAddress settled(@Nullable String output) {
        if (digest != null) {
            return this;
        }
        if (isPath() && !Files.exists(Path.of(uri))) {
            throw new ModelRejectedException(
                    """
                    bundle %s is not on this machine, where the statement is planned; set the \
                    option 'digest' to the bundle's, so that it need not be, or correct 'bundle'\
                    """
                            .formatted(uri));
        }
        ModelBundle found = ModelBundle.open(find());
        if (output != null) {
            requireOutput(found, output);
        }
        return new BundleAddress(uri, found.id().digest(), cache, mostBytes);
    }

    /**
     * The bundle's directory on this machine.
     *
     * @throws ModelRejectedException if it is incomplete, altered or has another digest
     * @throws io.nearline.embedding.RetryableEmbeddingException if it cannot be fetched now
     */
    Path find() {
        if (!isPath()) {
            return BundleStore.in(cache, mostBytes).fetch(uri, digest);
        }
        Path directory = Path.of(uri);
        if (digest != null) {
            requireDigest(directory, digest);
        }
        return directory;
    }

    private static void requireDigest(Path directory, String expected) {
        String found = ModelBundle.readManifest(directory.resolve(ModelBundle.MANIFEST)).digest();
        if (!found.equals(expected)) {
            throw new ModelRejectedException(
                    """
                    the bundle in %s has digest %s, expected %s: give every machine the bundle \
                    that was meant, or plan the statement again\
                    """
                            .formatted(directory, found, expected));
        }
    }

    private static void requireOutput(ModelBundle bundle, String wanted) {
        List<String> found = bundle.manifest().outputs().stream().map(ModelOutput::name).toList();
        if (!found.contains(wanted)) {
            throw new ModelRejectedException(
                    """
                    the bundle in %s has no output '%s', only %s: set the option 'output' to one of \
                    them, or leave it out for the model's own vector\
                    """
                            .formatted(bundle.directory(), wanted, found));
        }
    }

    private boolean isPath() {
        return !uri.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    }
}
