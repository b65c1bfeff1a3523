package io.nearline.training.plan;

import java.util.Optional;

/**
 * Where records come from and what may be done with them, as the plan says; for people.
 *
 * @param source such as a URL
 * @param licence such as an SPDX identifier
 */
public record Provenance(Optional<String> source, Optional<String> licence) {

    /** Nothing is said. */
    public static final Provenance UNKNOWN = new Provenance(Optional.empty(), Optional.empty());

    static Provenance read(Section section) {
        return new Provenance(section.optionalText("source"), section.optionalText("licence"));
    }
}
