package io.nearline.operators.bundles;

import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.jspecify.annotations.Nullable;

/** A bundle where it is published. Messages name its files there, not the copies. */
final class PublishedBundle {

    private final String uri;
    private final Download download;
    private final org.apache.flink.core.fs.Path directory;

    private PublishedBundle(
            String uri, org.apache.flink.core.fs.Path directory, Download download) {
        this.uri = uri;
        this.download = download;
        this.directory = directory;
    }

    /**
     * The bundle in a directory.
     *
     * @param download how its files get here
     * @throws ModelRejectedException if this is no URI and no path
     */
    static PublishedBundle at(String uri, Download download) {
        try {
            return new PublishedBundle(uri, new org.apache.flink.core.fs.Path(uri), download);
        } catch (IllegalArgumentException e) {
            throw new ModelRejectedException(
                    """
                    bundle address '%s' is no URI; use one like \
                    s3://bucket/models/name or a path\
                    """
                            .formatted(uri),
                    e);
        }
    }

    /**
     * What the manifest says the bundle is.
     *
     * @param uri where it is published
     * @param manifest its manifest
     */
    record Identity(String uri, ModelManifest manifest) {

        ModelId id() {
            return new ModelId(manifest.name(), manifest.digest());
        }

        /** Refuses any other digest than this; null takes every one. */
        void requireDigest(@Nullable String expected) {
            if (expected != null && !expected.equals(manifest.digest())) {
                throw new ModelRejectedException(
                        """
                        the bundle at %s has digest %s, expected %s: publish the \
                        bundle that was meant, or name this one's digest\
                        """
                                .formatted(uri, manifest.digest(), expected));
            }
        }
    }

    /** Copies the manifest. */
    Identity fetchManifest(Path to) throws IOException {
        copy(ModelBundle.MANIFEST, to);
        try {
            return new Identity(uri, ModelBundle.readManifest(to.resolve(ModelBundle.MANIFEST)));
        } catch (ModelRejectedException invalid) {
            throw naming(to, invalid);
        }
    }

    /** Copies the files that the manifest names and compares each with its SHA-256. */
    void fetchFiles(Identity identity, Path to) throws IOException {
        for (String file : identity.manifest().files().keySet()) {
            copy(file, to);
        }
        try {
            ModelBundle.open(to);
        } catch (ModelRejectedException altered) {
            throw naming(to, altered);
        }
    }

    private void copy(String file, Path to) throws IOException {
        var from = new org.apache.flink.core.fs.Path(directory, file);
        try {
            download.copy(() -> from.getFileSystem().open(from), to.resolve(file));
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new ModelRejectedException(
                    """
                    %s is missing or must not be read: publish the bundle whole, \
                    with %s and every file that it names\
                    """
                            .formatted(from, ModelBundle.MANIFEST),
                    e);
        } catch (UnsupportedFileSystemSchemeException e) {
            throw new ModelRejectedException(
                    """
                    no file system of this cluster reads %s: add Flink's plugin \
                    for it to every machine, or publish the bundle elsewhere\
                    """
                            .formatted(from),
                    e);
        }
    }

    private ModelRejectedException naming(Path copy, ModelRejectedException found) {
        String message =
                Objects.requireNonNull(found.getMessage())
                        .replace(copy.toString(), directory.toString());
        return new ModelRejectedException(message, found);
    }
}
