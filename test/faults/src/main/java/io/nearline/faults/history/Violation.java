package io.nearline.faults.history;

import java.util.List;

/**
 * A rule that was broken.
 *
 * @param subject the key or the record that it was broken for
 * @param found what was found, and what belongs there
 * @param evidence the records around it, in their order
 */
public record Violation(Rule rule, String subject, String found, List<String> evidence) {
    public Violation {
        evidence = List.copyOf(evidence);
    }

    @Override
    public String toString() {
        return "%s: %s: %s%n    %s"
                .formatted(rule, subject, found, String.join("\n    ", evidence));
    }
}
