package io.nearline.packaging;

import io.nearline.embedding.ModelRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** A directory beside the target that becomes the target once it is complete. */
final class BundleDraft implements AutoCloseable {
    private final Path directory;
    private final Path target;

    /** A process that is told to stop cleans up too. */
    private final Thread onShutdown = new Thread(this::removeQuietly, "bundle-draft");

    private BundleDraft(Path directory, Path target) {
        this.directory = directory;
        this.target = target;
        Runtime.getRuntime().addShutdownHook(onShutdown);
    }

    static BundleDraft beside(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        if (Files.exists(absolute) && !isEmptyDirectory(absolute)) {
            throw new ModelRejectedException(
                    target + " exists already: delete it or write the bundle elsewhere");
        }
        Files.createDirectories(absolute.getParent());
        // Not a temporary directory of the platform: only its owner could read those.
        Path directory = absolute.resolveSibling(".bundle-" + UUID.randomUUID());
        return new BundleDraft(Files.createDirectory(directory), absolute);
    }

    /** A message about the draft's files in terms of those they were copied from. */
    ModelRejectedException aboutSource(ModelRejectedException e, Path source) {
        String found = Objects.requireNonNull(e.getMessage());
        String message = found.replace(directory.toString(), source.toString());
        return message.equals(found) ? e : new ModelRejectedException(message, e);
    }

    Path directory() {
        return directory;
    }

    void add(Path file, String name) throws IOException {
        Files.copy(file, directory.resolve(name));
    }

    void publish() throws IOException {
        Files.deleteIfExists(target);
        Files.move(directory, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what was not published. */
    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(onShutdown);
        } catch (IllegalStateException e) {
            return; // The process is on its way out, and the hook does it.
        }
        remove();
    }

    private void removeQuietly() {
        try {
            remove();
        } catch (IOException e) {
            // Nobody is left to tell.
        }
    }

    private void remove() throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }
}
