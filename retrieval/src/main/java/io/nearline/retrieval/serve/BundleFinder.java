package io.nearline.retrieval.serve;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds model bundles by their digests: in directories that are bundles or hold bundles, and where
 * index-control says that a bundle is. Looks anew at each call, so a bundle may be put there later.
 */
final class BundleFinder implements Bundles {

    private static final Logger LOG = LoggerFactory.getLogger(BundleFinder.class);

    private final List<Path> directories;
    private final Published published;

    /** Where index-control says that the bundle of a model is. */
    @FunctionalInterface
    interface Published {

        /** Its directory on this machine; empty if none is known, or it is elsewhere. */
        Optional<Path> directory(String modelName, String digest);
    }

    BundleFinder(List<Path> directories, Published published) {
        this.directories = List.copyOf(directories);
        this.published = published;
    }

    @Override
    public Optional<Path> find(String modelName, String digest) {
        return findHere(modelName, digest)
                .or(
                        () ->
                                published
                                        .directory(modelName, digest)
                                        .filter(BundleFinder::isBundle)
                                        .filter(bundle -> isOf(digest, bundle)));
    }

    @Override
    public Optional<Path> findHere(String modelName, String digest) {
        return bundles().stream().filter(bundle -> isOf(digest, bundle)).findFirst();
    }

    @Override
    public Map<Path, String> digestsOf(String modelName) {
        Map<Path, String> digests = new TreeMap<>();
        for (Path bundle : bundles()) {
            manifest(bundle)
                    .filter(manifest -> manifest.name().equals(modelName))
                    .ifPresent(manifest -> digests.put(bundle, manifest.digest()));
        }
        return digests;
    }

    private List<Path> bundles() {
        List<Path> bundles = new ArrayList<>();
        for (Path directory : directories) {
            if (isBundle(directory)) {
                bundles.add(directory);
            } else if (Files.isDirectory(directory)) {
                try (Stream<Path> children = Files.list(directory)) {
                    children.filter(BundleFinder::isBundle).sorted().forEach(bundles::add);
                } catch (IOException e) {
                    LOG.warn("cannot look for bundles in {}: {}", directory, e.toString());
                }
            }
        }
        return bundles;
    }

    private static boolean isBundle(Path directory) {
        return Files.isRegularFile(directory.resolve(ModelBundle.MANIFEST));
    }

    private static boolean isOf(String digest, Path bundle) {
        return manifest(bundle).map(ModelManifest::digest).equals(Optional.of(digest));
    }

    /** Without looking at the files that it names: whoever opens the bundle does. */
    private static Optional<ModelManifest> manifest(Path bundle) {
        try {
            return Optional.of(ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST)));
        } catch (ModelRejectedException e) {
            LOG.warn("passing over the bundle {}: {}", bundle, e.getMessage());
            return Optional.empty();
        }
    }
}
