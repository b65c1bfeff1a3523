package io.nearline.testkit;

import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.packaging.RequestedOutput;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
        return write(model, name, parent, List.of());
    }

    /**
     * Packages a model with further outputs.
     *
     * @param outputs as {@code model package --also} takes them, such as {@code short=4}
     */
    public static Path write(TinyModel model, String name, Path parent, List<String> outputs)
            throws IOException {
        Path source = model.writeTo(parent.resolve(name + "-source"));
        Path bundle = parent.resolve(name);
        ModelPackager.pack(
                PackagingRequest.builder(source, bundle)
                        .name(name)
                        .maxTokens(WINDOW)
                        .outputs(outputs.stream().map(RequestedOutput::parse).toList())
                        .build());
        return bundle;
    }
}
