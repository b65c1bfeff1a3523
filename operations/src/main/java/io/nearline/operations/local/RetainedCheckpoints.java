package io.nearline.operations.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The checkpoints that earlier runs of the job have left in a local directory. */
public final class RetainedCheckpoints {

    /** Flink writes {@code <job id>/chk-<n>/_metadata} when a checkpoint is complete. */
    private static final String METADATA = "_metadata";

    private static final int DEPTH = 3;

    private RetainedCheckpoints() {}

    /** The directory of the newest complete checkpoint; empty if there is none. */
    public static Optional<Path> newestIn(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> found =
                Files.find(directory, DEPTH, (path, attributes) -> isComplete(path))) {
            return found.max(Comparator.comparing(RetainedCheckpoints::written))
                    .map(Path::getParent);
        }
    }

    private static boolean isComplete(Path path) {
        return path.endsWith(METADATA)
                && path.getParent().getFileName().toString().startsWith("chk-");
    }

    private static FileTime written(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            // Removed meanwhile, so surely not the newest.
            return FileTime.fromMillis(0);
        }
    }
}
