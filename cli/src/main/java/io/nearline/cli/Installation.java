package io.nearline.cli;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.operators.rollout.BundleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Nearline's own directory, a distribution or a checkout: its model bundles and the job's jar. */
final class Installation {

    /** Name of the bundle that serves unless another is named. */
    static final String DEFAULT_BUNDLE = "all-minilm-l6-v2-int8";

    /** The same model before it was quantised. */
    private static final String FULL_PRECISION_BUNDLE = "all-minilm-l6-v2";

    /** Given by the start script; without it, the directory in which the command was started. */
    private static final Path HOME = Path.of(System.getProperty("nearline.home", ""));

    private static final Path BUNDLES =
            firstDirectory(HOME.resolve("models"), HOME.resolve("packaging/target/bundles"));

    /** A checkout keeps things beside its sources, so that two of them stay apart. */
    private static final Path KEPT =
            Files.isDirectory(HOME.resolve("lib"))
                    ? Path.of(System.getProperty("user.home"), ".nearline")
                    : HOME.resolve(".nearline");

    private Installation() {}

    /**
     * The directory of a bundle.
     *
     * @param nameOrPath a directory, or the name of a bundle that comes with Nearline
     * @throws CommandException if there is no such bundle
     */
    static Path bundle(String nameOrPath) throws IOException {
        for (Path candidate : List.of(Path.of(nameOrPath), BUNDLES.resolve(nameOrPath))) {
            if (Files.isRegularFile(candidate.resolve(ModelBundle.MANIFEST))) {
                return candidate.toAbsolutePath().normalize();
            }
        }
        throw new CommandException(
                "there is no model bundle "
                        + nameOrPath
                        + ": give a directory with a model.json, or one of "
                        + bundleNames());
    }

    /**
     * The directories of bundles that serve together.
     *
     * @throws CommandException if there is no such bundle, or two have one name
     */
    static List<Path> bundlesToServe(List<String> namesOrPaths) throws IOException {
        Map<String, Path> byName = new LinkedHashMap<>();
        for (String nameOrPath : namesOrPaths) {
            Path bundle = bundle(nameOrPath);
            String name = manifest(bundle).name();
            Path other = byName.put(name, bundle);
            if (other != null) {
                throw new CommandException(
                        "--model: %s (digest %s) and %s (digest %s) are both of the name %s, by which"
                                        .formatted(
                                                other,
                                                manifest(other).digest(),
                                                bundle,
                                                manifest(bundle).digest(),
                                                name)
                                + " readers know a model: serve one, or package the other again"
                                + " with another --name");
            }
        }
        return List.copyOf(byName.values());
    }

    private static ModelManifest manifest(Path bundle) {
        return ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST));
    }

    /** Of the two bundles that come with Nearline, one that is not the named one. */
    static String otherThan(String bundleName) {
        return bundleName.equals(FULL_PRECISION_BUNDLE) ? DEFAULT_BUNDLE : FULL_PRECISION_BUNDLE;
    }

    /**
     * A bundle wherever it is: copied to this machine if it is not on it.
     *
     * @param uriOrPath a URI of a file system that Flink knows, or a directory
     * @throws io.nearline.embedding.ModelRejectedException if it is incomplete or altered
     */
    static ModelBundle fetchedBundle(String uriOrPath) {
        Path directory = Path.of(uriOrPath);
        return ModelBundle.open(
                Files.isDirectory(directory)
                        ? directory.toAbsolutePath().normalize()
                        : new BundleStore(dataDirectory().resolve("bundles"))
                                .fetch(uriOrPath, null));
    }

    /** Names of the bundles that come with Nearline, sorted. */
    static List<String> bundleNames() throws IOException {
        return bundles().stream().map(bundle -> bundle.getFileName().toString()).toList();
    }

    /** Directories of the bundles that come with Nearline, sorted. */
    static List<Path> bundles() throws IOException {
        if (!Files.isDirectory(BUNDLES)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(BUNDLES)) {
            return children.filter(child -> Files.exists(child.resolve(ModelBundle.MANIFEST)))
                    .sorted()
                    .toList();
        }
    }

    /** Where bundles are kept that were fetched from elsewhere. */
    static Path bundleCache() {
        return dataDirectory().resolve("bundles");
    }

    /** Where {@code nearline stream} keeps its state unless told otherwise. */
    static Path stateDirectory() {
        return dataDirectory().resolve("state");
    }

    /** Where {@code nearline serve} keeps its index unless told otherwise. */
    static Path indexDirectory() {
        return dataDirectory().resolve("index");
    }

    /** Where commands keep what outlives them. */
    static Path dataDirectory() {
        String named = System.getenv("NEARLINE_DATA");
        return (named == null ? KEPT : Path.of(named)).toAbsolutePath().normalize();
    }

    /** In a distribution the first is there, in a checkout the second. */
    private static Path firstDirectory(Path first, Path second) {
        return Files.isDirectory(first) ? first : second;
    }

    /** The jar to submit to a cluster, whether or not it has been built. */
    static Path jobJar() throws IOException {
        Path target =
                firstDirectory(HOME.resolve("job"), HOME.resolve("pipeline/target"))
                        .toAbsolutePath()
                        .normalize();
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                Optional<Path> jar =
                        files.filter(file -> file.toString().endsWith("-job.jar")).findFirst();
                if (jar.isPresent()) {
                    return jar.get();
                }
            }
        }
        return target.resolve("nearline-pipeline-VERSION-job.jar");
    }
}
