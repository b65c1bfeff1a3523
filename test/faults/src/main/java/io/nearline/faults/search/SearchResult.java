package io.nearline.faults.search;

import java.util.List;

/**
 * What came of one part of the campaign.
 *
 * @param times how often it was done
 * @param figures what was measured, in words; or why it was not done
 */
public record SearchResult(String part, int times, List<Finding> findings, String figures) {

    public SearchResult {
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean isClean() {
        return findings.isEmpty();
    }

    @Override
    public String toString() {
        return "%-18s %7d times, %d findings; %s".formatted(part, times, findings.size(), figures);
    }
}
