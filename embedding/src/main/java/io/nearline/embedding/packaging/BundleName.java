package io.nearline.embedding.packaging;

import java.nio.file.Path;
import java.util.Locale;

/** The name of a bundle for which none was asked. */
final class BundleName {
    private static final String OF_ROOT = "model";

    private BundleName() {}

    static Inferred<String> of(Path source) {
        Path directory = source.toAbsolutePath().normalize().getFileName();
        String plain = directory == null ? OF_ROOT : directory.toString();
        return new Inferred<>(
                plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-"),
                "the directory's name");
    }
}
