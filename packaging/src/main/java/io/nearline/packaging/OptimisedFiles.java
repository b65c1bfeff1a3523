package io.nearline.packaging;

import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.OptimisedGraph;
import io.nearline.packaging.graph.GraphOptimiser;
import io.nearline.packaging.graph.UnrecognisedGraphException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes anew the optimised graph that a bundle's manifest names, from the exported one. The same
 * release of this tool writes the same bytes everywhere, so a manifest with the file's digest is
 * enough to hand a bundle on. The build makes its own bundles complete in this way.
 */
public final class OptimisedFiles {

    private OptimisedFiles() {}

    /**
     * Completes every bundle below a directory.
     *
     * @param args the directory that holds the bundles' directories
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            throw new IllegalArgumentException(
                    "found " + args.length + " arguments: give the directory of the bundles");
        }
        try (var bundles = Files.list(Path.of(args[0]))) {
            for (Path bundle : bundles.sorted().toList()) {
                complete(bundle);
            }
        }
    }

    /**
     * Writes the optimised graph, unless there is none or it is there already.
     *
     * @throws ModelRejectedException if the graph comes out other than the manifest says
     */
    public static void complete(Path bundle) throws IOException {
        ModelManifest manifest = ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST));
        OptimisedGraph wanted = manifest.optimised();
        if (wanted == null || isThere(bundle.resolve(wanted.file()), manifest)) {
            return;
        }
        Path file = bundle.resolve(wanted.file());
        if (wanted.batchInvariant()) {
            throw new ModelRejectedException(
                    file
                            + " was made with texts that the bundle does not hold: copy that file"
                            + " too, or package the model again");
        }
        OptimisedGraph made = optimise(bundle, manifest, file);
        if (!made.equals(wanted) || !isThere(file, manifest)) {
            throw new ModelRejectedException(
                    file
                            + " comes out as "
                            + made
                            + " with SHA-256 "
                            + Digests.sha256(file)
                            + ", "
                            + ModelBundle.MANIFEST
                            + " says otherwise: a change of the optimiser makes another model, so"
                            + " write the manifest anew");
        }
    }

    private static boolean isThere(Path file, ModelManifest manifest) throws IOException {
        String wanted = manifest.files().get(file.getFileName().toString());
        return Files.exists(file) && Digests.sha256(file).equals(wanted);
    }

    private static OptimisedGraph optimise(Path bundle, ModelManifest manifest, Path file)
            throws IOException {
        try {
            return new GraphOptimiser(manifest).optimise(bundle.resolve(ModelBundle.GRAPH), file);
        } catch (UnrecognisedGraphException e) {
            throw new ModelRejectedException(
                    bundle.resolve(ModelBundle.GRAPH)
                            + " cannot be optimised ("
                            + e.getMessage()
                            + ") although "
                            + ModelBundle.MANIFEST
                            + " names "
                            + file.getFileName()
                            + ": copy that file too, or package the model again",
                    e);
        }
    }
}
