package io.nearline.packaging;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The name of a bundle for which none was asked. */
final class BundleName {
    private static final String OF_ROOT = "model";
    private static final String SNAPSHOTS = "snapshots";
    private static final String REPOSITORY = "models--";
    private static final String SEPARATOR = "--";

    private BundleName() {}

    static Inferred<String> of(Path source) {
        Path directory = source.toAbsolutePath().normalize();
        String repository = repository(directory);
        return repository == null
                ? new Inferred<>(plain(directory), "the directory's name")
                : new Inferred<>(repository, "the repository of the cache's snapshot");
    }

    /**
     * Of {@code models--OWNER--NAME/snapshots/REVISION}, as model hubs' caches lie; null for any
     * other.
     */
    private static @Nullable String repository(Path directory) {
        Path snapshots = directory.getParent();
        if (snapshots == null || snapshots.getParent() == null || !isNamed(snapshots, SNAPSHOTS)) {
            return null;
        }
        Path name = snapshots.getParent().getFileName();
        if (name == null || !name.toString().startsWith(REPOSITORY)) {
            return null;
        }
        String repository = name.toString();
        return lettered(
                repository.substring(repository.lastIndexOf(SEPARATOR) + SEPARATOR.length()));
    }

    private static boolean isNamed(Path path, String name) {
        return path.getFileName() != null && path.getFileName().toString().equals(name);
    }

    private static String plain(Path directory) {
        Path name = directory.getFileName();
        return lettered(name == null ? OF_ROOT : name.toString());
    }

    private static String lettered(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    }
}
