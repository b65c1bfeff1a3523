package io.nearline.operations.bundles;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.operations.RefusedException;
import io.nearline.operators.bundles.BundleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The bundles that come with Nearline.
 *
 * @param directory where they lie side by side; need not be there
 */
public record InstalledBundles(Path directory) {

    /** Name of the bundle that serves unless another is named. */
    public static final String DEFAULT = "all-minilm-l6-v2-int8";

    /** The same model before it was quantised. */
    private static final String FULL_PRECISION = "all-minilm-l6-v2";

    /**
     * The directory of a bundle.
     *
     * @param nameOrPath a directory, or the name of a bundle that comes with Nearline
     * @throws RefusedException if there is no such bundle
     */
    public Path find(String nameOrPath) throws IOException {
        for (Path candidate : List.of(Path.of(nameOrPath), directory.resolve(nameOrPath))) {
            if (isBundle(candidate)) {
                return candidate.toAbsolutePath().normalize();
            }
        }
        throw new RefusedException(
                "there is no model bundle %s: give a directory with a model.json, or one of %s"
                        .formatted(nameOrPath, names()));
    }

    /**
     * The directories of bundles that serve together.
     *
     * @throws RefusedException if there is no such bundle, or two have one name
     */
    public List<Path> findDistinct(List<String> namesOrPaths) throws IOException {
        Map<String, Path> byName = new LinkedHashMap<>();
        for (String nameOrPath : namesOrPaths) {
            Path bundle = find(nameOrPath);
            String name = manifest(bundle).name();
            Path other = byName.put(name, bundle);
            if (other != null) {
                throw new RefusedException(
                        """
                        --model: %s (digest %s) and %s (digest %s) are both of the name %s, by \
                        which readers know a model: serve one, or package the other again with \
                        another --name\
                        """
                                .formatted(
                                        other,
                                        manifest(other).digest(),
                                        bundle,
                                        manifest(bundle).digest(),
                                        name));
            }
        }
        return List.copyOf(byName.values());
    }

    /**
     * A bundle wherever it is: copied to this machine if it is not on it.
     *
     * @param uriOrPath a URI of a file system that Flink knows, or a directory
     * @param store where it is copied to
     * @throws io.nearline.embedding.ModelRejectedException if it is incomplete or altered
     */
    public static ModelBundle open(String uriOrPath, BundleStore store) {
        Path directory = Path.of(uriOrPath);
        return ModelBundle.open(
                Files.isDirectory(directory)
                        ? directory.toAbsolutePath().normalize()
                        : store.fetch(uriOrPath, null));
    }

    /** Names of all, sorted. */
    public List<String> names() throws IOException {
        return all().stream().map(bundle -> bundle.getFileName().toString()).toList();
    }

    /** Directories of all, sorted. */
    public List<Path> all() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(InstalledBundles::isBundle).sorted().toList();
        }
    }

    /**
     * Of the two precisions of the model that comes with Nearline, one that is not the named one.
     */
    public static String otherThan(String name) {
        return name.equals(FULL_PRECISION) ? DEFAULT : FULL_PRECISION;
    }

    private static boolean isBundle(Path candidate) {
        return Files.isRegularFile(candidate.resolve(ModelBundle.MANIFEST));
    }

    private static ModelManifest manifest(Path bundle) {
        return ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST));
    }
}
