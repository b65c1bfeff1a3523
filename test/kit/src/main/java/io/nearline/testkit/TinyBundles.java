package io.nearline.testkit;

import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Path;

/** Bundles of tiny models, packaged as a user would. */
public final class TinyBundles {
    private static final int WINDOW = 128;

    private TinyBundles() {}

    /**
     * Packages a model.
     *
     * @param parent gets the export and the bundle, as {@code NAME-source} and {@code NAME}
     * @return the bundle's directory
     */
    public static Path write(TinyModel model, String name, Path parent) throws IOException {
        Path source = model.writeTo(parent.resolve(name + "-source"));
        Path bundle = parent.resolve(name);
        ModelPackager.pack(
                PackagingRequest.builder(source, bundle).name(name).maxTokens(WINDOW).build());
        return bundle;
    }
}
