package io.nearline.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A test's directory under {@code target/}, which stays after the test: its logs tell what failed.
 */
public final class WorkDirectory {
    private WorkDirectory() {}

    /** Returns the test's own directory, emptied. */
    public static Path fresh(Class<?> test) {
        Path directory = Path.of("target", "processes", test.getSimpleName()).toAbsolutePath();
        try {
            delete(directory);
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("could not empty " + directory, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }
}
