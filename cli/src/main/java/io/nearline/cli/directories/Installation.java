package io.nearline.cli.directories;

import io.nearline.operations.bundles.InstalledBundles;
import io.nearline.operators.bundles.BundleStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Nearline's own directory, a distribution or a checkout: its model bundles and the job's jar. */
public final class Installation {

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

    /** The bundles that come with Nearline. */
    public static InstalledBundles bundles() {
        return new InstalledBundles(BUNDLES);
    }

    /** Where bundles are kept that were fetched from elsewhere. */
    public static BundleStore bundleStore() {
        return new BundleStore(dataDirectory().resolve("bundles"));
    }

    /** Where {@code nearline stream} keeps its state unless told otherwise. */
    public static Path stateDirectory() {
        return dataDirectory().resolve("state");
    }

    /** Where {@code nearline serve} keeps its index unless told otherwise. */
    public static Path indexDirectory() {
        return dataDirectory().resolve("index");
    }

    /** Where commands keep what outlives them. */
    public static Path dataDirectory() {
        String named = System.getenv("NEARLINE_DATA");
        return (named == null ? KEPT : Path.of(named)).toAbsolutePath().normalize();
    }

    /** In a distribution the first is there, in a checkout the second. */
    private static Path firstDirectory(Path first, Path second) {
        return Files.isDirectory(first) ? first : second;
    }

    /** The jar to submit to a cluster, whether or not it has been built. */
    public static Path jobJar() throws IOException {
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
