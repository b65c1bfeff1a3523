package io.nearline.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files that lie in the checkout or beside it, wherever a test is started from. */
public final class ProjectFiles {
    private static final String ROOT_MARK = ".mvn";

    private ProjectFiles() {}

    /** The directory of the parent pom. */
    public static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.isDirectory(directory.resolve(ROOT_MARK))) {
                return directory;
            }
        }
        throw new IllegalStateException(start + " is not inside a checkout of the project");
    }

    /** The fp32 bundle that the build has made. */
    public static Path fp32Bundle() {
        return bundle("all-minilm-l6-v2");
    }

    /** The int8 bundle that the build has made. */
    public static Path int8Bundle() {
        return bundle("all-minilm-l6-v2-int8");
    }

    /**
     * A file of the data for development, which lies beside the checkout and is not part of it:
     * skip a test, saying so, where it is absent.
     *
     * @param path inside the data folder, such as {@code sts/stsb_en_dev.tsv.gz}
     */
    public static Optional<Path> sharedData(String path) {
        return Optional.of(root().resolveSibling("shared").resolve("data").resolve(path))
                .filter(Files::isRegularFile);
    }

    private static Path bundle(String name) {
        return root().resolve("packaging/target/bundles").resolve(name);
    }
}
