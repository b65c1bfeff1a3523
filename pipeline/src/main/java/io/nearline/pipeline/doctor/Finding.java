package io.nearline.pipeline.doctor;

import java.util.Optional;

/**
 * The result of one check.
 *
 * @param subject what was checked
 * @param detail what was found
 * @param remedy what to do; empty if all is well
 */
public record Finding(String subject, String detail, Optional<String> remedy) {

    static Finding ok(String subject, String detail) {
        return new Finding(subject, detail, Optional.empty());
    }

    static Finding failed(String subject, String detail, String remedy) {
        return new Finding(subject, detail, Optional.of(remedy));
    }

    /** Whether all is well. */
    public boolean isOk() {
        return remedy.isEmpty();
    }
}
