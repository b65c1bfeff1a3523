package io.nearline.operations.rollout;

import io.nearline.embedding.ModelId;
import io.nearline.operations.rollout.CheckResult.Outcome;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a model did at the promotion gate.
 *
 * @param candidate the model that was checked
 * @param baseline the model it was compared with; empty if there is none
 * @param results one result per check; kept in the order of {@link Check}
 */
public record GateReport(ModelId candidate, Optional<ModelId> baseline, List<CheckResult> results) {

    public GateReport {
        results = results.stream().sorted(Comparator.comparing(CheckResult::check)).toList();
    }

    /** Whether no check failed. */
    public boolean passes() {
        return failures().isEmpty();
    }

    /** The checks that stand in the way. */
    public List<CheckResult> failures() {
        return results.stream().filter(CheckResult::hasFailed).toList();
    }

    /** How many checks ended like this. */
    public long count(Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    /** What was measured, by the label of the check; checks without a number are absent. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new TreeMap<>();
        for (CheckResult result : results) {
            if (!Double.isNaN(result.figure())) {
                figures.put(result.check().label(), result.figure());
            }
        }
        return figures;
    }
}
