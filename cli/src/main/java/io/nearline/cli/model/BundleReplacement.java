package io.nearline.cli.model;

import io.nearline.cli.terminal.CommandException;
import io.nearline.embedding.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/** A place beside a bundle for its successor, which takes over once it is complete. */
final class BundleReplacement implements AutoCloseable {

    /** What becomes of a directory that is there already. */
    enum OnExisting {
        REFUSE,
        REPLACE
    }

    private final Path target;
    private final Path draft;

    private BundleReplacement(Path target, Path draft) {
        this.target = target;
        this.draft = draft;
    }

    /**
     * @throws CommandException if the target is there and is no bundle, or shall not be replaced
     */
    static BundleReplacement of(Path target, OnExisting onExisting) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        if (Files.exists(absolute) && !isEmpty(absolute)) {
            if (onExisting == OnExisting.REFUSE) {
                throw new CommandException(
                        "--out: " + target + " is there already; --force replaces a bundle");
            }
            if (!Files.isRegularFile(absolute.resolve(ModelBundle.MANIFEST))) {
                throw new CommandException(
                        "--out: " + target + " holds no model bundle, so --force leaves it alone");
            }
        }
        return new BundleReplacement(absolute, absolute.resolveSibling(hidden("new")));
    }

    /** Where to write the successor. */
    Path draft() {
        return draft;
    }

    /** Lets the finished draft take the target's place. */
    void publish() throws IOException {
        Path old = target.resolveSibling(hidden("old"));
        boolean replaces = Files.exists(target);
        if (replaces) {
            Files.move(target, old);
        }
        Files.move(draft, target);
        if (replaces) {
            removeFlat(old);
        }
    }

    /** Removes a draft that was not published. */
    @Override
    public void close() throws IOException {
        if (Files.exists(draft)) {
            removeFlat(draft);
        }
    }

    private static String hidden(String purpose) {
        return ".bundle-" + purpose + "-" + UUID.randomUUID();
    }

    private static boolean isEmpty(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    /** A bundle has no directories inside. */
    private static void removeFlat(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
