package io.nearline.bench.run;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Copies of one bundle under other names: several models of the same cost. */
final class ModelCopies {
    private ModelCopies() {}

    /** So many, side by side in a directory. */
    static List<Path> make(ModelBundle bundle, Path directory, int count) throws IOException {
        List<Path> copies = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String name = bundle.manifest().name() + "-" + i;
            Path copy = Files.createDirectories(directory.resolve(name));
            for (String file : bundle.manifest().files().keySet()) {
                Files.copy(bundle.directory().resolve(file), copy.resolve(file));
            }
            ModelBundle.writeManifest(
                    copy.resolve(ModelBundle.MANIFEST), renamed(bundle.manifest(), name));
            copies.add(copy);
        }
        return copies;
    }

    private static ModelManifest renamed(ModelManifest model, String name) {
        return new ModelManifest(
                name,
                model.dimensions(),
                model.maxTokens(),
                model.pooling(),
                model.normalise(),
                model.queryPrefix(),
                model.passagePrefix(),
                model.inputs(),
                model.output(),
                model.precision(),
                model.padToken(),
                model.optimised(),
                model.files());
    }
}
