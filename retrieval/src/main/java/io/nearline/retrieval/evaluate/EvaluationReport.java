package io.nearline.retrieval.evaluate;

import io.nearline.embedding.ModelId;
import io.nearline.retrieval.evaluate.SetSource.Kind;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was measured.
 *
 * @param sets one for each set, in the order in which they were given
 * @param resamples how often items were drawn anew for the intervals
 */
public record EvaluationReport(List<SetResult> sets, int resamples) {

    public EvaluationReport {
        sets = List.copyOf(sets);
    }

    /**
     * A set with the figures of each model.
     *
     * @param name as the set is called
     * @param contents what it holds, in numbers
     */
    public record SetResult(String name, Kind kind, String contents, List<ModelResult> models) {

        public SetResult {
            models = List.copyOf(models);
        }
    }

    /**
     * A model's figures on a set.
     *
     * @param figures what it reached
     * @param toFirst by how much each figure is above that of the first model, of the same items;
     *     empty for the first model
     */
    public record ModelResult(ModelId model, List<Figure> figures, List<Figure> toFirst) {

        public ModelResult {
            figures = List.copyOf(figures);
            toFirst = List.copyOf(toFirst);
        }
    }

    /** Every figure that a model reached, differences left out. */
    public Stream<Figure> figures() {
        return sets.stream()
                .flatMap(set -> set.models().stream())
                .flatMap(model -> model.figures().stream())
                .filter(figure -> !figure.isDifference());
    }
}
