package io.nearline.training.report;

import io.nearline.retrieval.measure.Interval;
import io.nearline.training.learn.GradientConflicts;
import io.nearline.training.learn.TextCosts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Models on sets that none of them has learned from.
 *
 * @param base name of the model that all of them started from
 * @param models names of the others; the first is the one that the report is about
 * @param sets held-out parts, then those of no task
 * @param data the plan's files
 * @param conflicts between the tasks' gradients, at the base and at the first model; none of a
 *     single task
 * @param costs of a text, of the base and of the first model's forms; none where they were not
 *     measured
 * @param resamples draws behind each interval
 */
public record Report(
        String base,
        List<String> models,
        List<SetResult> sets,
        List<DataCard> data,
        Map<String, GradientConflicts> conflicts,
        Optional<TextCosts> costs,
        int resamples) {

    public Report {
        models = List.copyOf(models);
        sets = List.copyOf(sets);
        data = List.copyOf(data);
        conflicts = new LinkedHashMap<>(conflicts);
    }

    /**
     * A set with the scores of each model.
     *
     * @param name as the plan calls it
     * @param task that it belongs to; none for a zero-shot set
     * @param contents what it holds, in numbers
     * @param measure what is scored
     * @param base the base's score
     * @param scores of the models, in their order
     */
    public record SetResult(
            String name,
            Optional<String> task,
            String contents,
            String measure,
            Figure base,
            List<ModelScore> scores) {

        public SetResult {
            scores = List.copyOf(scores);
        }
    }

    /**
     * A model on a set.
     *
     * @param score what it reached
     * @param aboveBase by how much that is above the base
     * @param belowFirst by how much the report's model is above it; none for that one itself
     */
    public record ModelScore(Figure score, Figure aboveBase, Optional<Figure> belowFirst) {}

    /**
     * A number and where it lies with 95 % confidence.
     *
     * @param value higher is better
     */
    public record Figure(double value, Interval interval) {}

    /** The mean gain of a model over the base on some of the sets. */
    double meanGain(int model, boolean ofTasks) {
        return sets.stream()
                .filter(set -> set.task().isPresent() == ofTasks)
                .mapToDouble(set -> set.scores().get(model).aboveBase().value())
                .average()
                .orElse(Double.NaN);
    }
}
