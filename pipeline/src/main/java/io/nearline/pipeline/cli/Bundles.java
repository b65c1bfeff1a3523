package io.nearline.pipeline.cli;

import io.nearline.embedding.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The model bundles that the build makes, found below Nearline's own directory. */
final class Bundles {

    /** Given by the start script; without it, the directory in which the command was started. */
    private static final Path HOME = Path.of(System.getProperty("nearline.home", ""));

    private static final Path DIRECTORY = HOME.resolve("embedding/target/bundles");

    private Bundles() {}

    /**
     * The directory of a bundle.
     *
     * @param nameOrPath a directory, or the name of a bundle that comes with Nearline
     * @throws CommandException if there is no such bundle
     */
    static Path find(String nameOrPath) throws IOException {
        for (Path candidate : List.of(Path.of(nameOrPath), DIRECTORY.resolve(nameOrPath))) {
            if (Files.isRegularFile(candidate.resolve(ModelBundle.MANIFEST))) {
                return candidate.toAbsolutePath().normalize();
            }
        }
        throw new CommandException(
                "there is no model bundle "
                        + nameOrPath
                        + ": give a directory with a model.json, or one of "
                        + included().stream().map(Path::getFileName).toList());
    }

    /** Directories of the bundles that come with Nearline, sorted. */
    static List<Path> included() throws IOException {
        if (!Files.isDirectory(DIRECTORY)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(DIRECTORY)) {
            return children.filter(child -> Files.exists(child.resolve(ModelBundle.MANIFEST)))
                    .sorted()
                    .toList();
        }
    }
}
