package io.nearline.operations.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        Newest newest = new Newest();
        Files.walkFileTree(directory, Set.of(), DEPTH, newest);
        return newest.checkpoint;
    }

    private static final class Newest extends SimpleFileVisitor<Path> {
        private Optional<Path> checkpoint = Optional.empty();
        private FileTime written = FileTime.fromMillis(Long.MIN_VALUE);

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            Path directory = file.getParent();
            if (directory != null
                    && isComplete(file, directory)
                    && attributes.lastModifiedTime().compareTo(written) > 0) {
                checkpoint = Optional.of(directory);
                written = attributes.lastModifiedTime();
            }
            return FileVisitResult.CONTINUE;
        }

        /** A job that runs removes its older checkpoints: none of them is the newest. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
            return failure == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, failure);
        }

        private static boolean isComplete(Path file, Path directory) {
            return file.endsWith(METADATA) && directory.getFileName().toString().startsWith("chk-");
        }
    }
}
