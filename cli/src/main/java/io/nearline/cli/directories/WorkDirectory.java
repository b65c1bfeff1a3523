package io.nearline.cli.directories;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A directory for one run. Removed with all it holds when closed, unless it is to stay. */
public final class WorkDirectory implements AutoCloseable {

    /** What becomes of the directory at the end. */
    public enum AtEnd {
        REMOVE,
        KEEP
    }

    private final Path path;
    private final AtEnd atEnd;
    private final PrintWriter err;

    private WorkDirectory(Path path, AtEnd atEnd, PrintWriter err) {
        this.path = path;
        this.atEnd = atEnd;
        this.err = err;
    }

    /**
     * Makes one.
     *
     * @param err says where it was kept, or what could not be removed
     */
    public static WorkDirectory create(AtEnd atEnd, PrintWriter err) throws IOException {
        return new WorkDirectory(Files.createTempDirectory("nearline-"), atEnd, err);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    @Override
    public void close() {
        if (atEnd == AtEnd.KEEP) {
            err.println("kept " + path);
            return;
        }
        try {
            Files.walkFileTree(path, new Remover());
        } catch (IOException e) {
            err.println("nearline: could not remove all of " + path + ": " + e.getMessage());
        }
    }

    /** Does not follow the links to the model bundles. */
    private static final class Remover extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            // Gone meanwhile: the job's own cleaning may still be at work.
            if (Files.exists(file)) {
                throw e;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e)
                throws IOException {
            if (e != null) {
                throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
