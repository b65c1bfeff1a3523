package io.nearline.faults.history;

import java.util.List;

/**
 * What the checker found.
 *
 * @param violations in the order in which they were found
 * @param duplicates updates whose revision had been published before under their key
 * @param stepsBack updates older than one before them under their key, duplicates included
 */
public record Verdict(List<Violation> violations, int duplicates, int stepsBack) {
    public Verdict {
        violations = List.copyOf(violations);
    }
}
