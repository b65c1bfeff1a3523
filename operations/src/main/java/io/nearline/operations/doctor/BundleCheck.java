package io.nearline.operations.doctor;

import io.nearline.embedding.EmbeddingException;
import io.nearline.operations.bundles.VerifiedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Loads model bundles, and with them the native libraries of models and tokenizers. */
public final class BundleCheck {

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
            VerifiedModel model = VerifiedModel.of(directory);
            return Finding.ok(
                    subject,
                    String.format(
                            Locale.ROOT,
                            "%d golden vectors reproduced, worst cosine %.6f",
                            model.bundle().golden().vectors().size(),
                            model.worstCosine()));
        } catch (EmbeddingException e) {
            return Finding.failed(
                    subject, String.valueOf(e.getMessage()), "package it again, or build again");
        } catch (LinkageError e) {
            return Finding.failed(subject, "its libraries do not load", NativeCheck.REMEDY);
        }
    }
}
