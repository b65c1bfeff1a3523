package io.nearline.packaging;

import java.nio.file.Path;

/** The bundles that the build makes. */
public final class Bundles {

    /** Where they lie; tests run in the module's directory. */
    public static final Path DIRECTORY = Path.of("target", "bundles");

    public static final Path FP32 = DIRECTORY.resolve("all-minilm-l6-v2");
    public static final Path INT8 = DIRECTORY.resolve("all-minilm-l6-v2-int8");

    private Bundles() {}
}
