package io.nearline.pipeline.doctor;

import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.ModelEncoder;
import java.nio.file.Path;
import java.util.List;

/** Loads model bundles, and with them the native libraries of models and tokenizers. */
public final class BundleCheck {

    private static final String LIBRARIES = "model libraries";

    private BundleCheck() {}

    /** One finding per bundle; one that says so if there is none. */
    public static List<Finding> findings(List<Path> bundles) {
        if (bundles.isEmpty()) {
            return List.of(
                    Finding.failed("models", "there is no bundle", "build Nearline, or name one"));
        }
        return bundles.stream().map(BundleCheck::finding).toList();
    }

    private static Finding finding(Path directory) {
        String subject = "model " + directory.getFileName();
        try {
            ModelBundle bundle = ModelBundle.open(directory);
            ModelEncoder.open(bundle).close();
            return Finding.ok(
                    subject,
                    bundle.golden().vectors().size()
                            + " golden vectors reproduced, digest "
                            + bundle.id().digest());
        } catch (EmbeddingException e) {
            return Finding.failed(subject, e.getMessage(), "package it again, or build again");
        } catch (LinkageError e) {
            return Finding.failed(
                    LIBRARIES,
                    "do not load: " + e.getMessage(),
                    "use 64-bit Linux, macOS or Windows with a writable, executable java.io.tmpdir"
                            + " and home directory");
        }
    }
}
