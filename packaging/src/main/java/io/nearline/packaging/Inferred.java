package io.nearline.packaging;

import java.io.IOException;
import java.util.Optional;

/**
 * A setting and where it comes from, so that a person can judge it before vectors depend on it.
 *
 * @param value the setting
 * @param origin a flag, a file and field, or the reason for an assumption
 */
public record Inferred<T>(T value, String origin) {

    /** Origin of what the caller has set. */
    static final String REQUESTED = "as requested";

    /** Looks into the files of a model. */
    @FunctionalInterface
    interface Inference<T> {
        Inferred<T> infer() throws IOException;
    }

    /** The caller's choice where there is one, otherwise what {@code inference} finds. */
    static <T> Inferred<T> orElse(Optional<T> requested, Inference<T> inference)
            throws IOException {
        return requested.isPresent()
                ? new Inferred<>(requested.get(), REQUESTED)
                : inference.infer();
    }

    @Override
    public String toString() {
        return "%s (%s)".formatted(Words.of(value), origin);
    }
}
