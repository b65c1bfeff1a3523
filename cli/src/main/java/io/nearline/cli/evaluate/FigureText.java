package io.nearline.cli.evaluate;

import io.nearline.retrieval.evaluate.EvaluationReport.ModelResult;
import io.nearline.retrieval.evaluate.EvaluationReport.SetResult;
import io.nearline.retrieval.evaluate.Figure;
import java.util.Locale;
import java.util.Optional;

/** Figures as people read them: four places, differences with their sign. */
final class FigureText {

    /** What stands for the model where they do not differ. */
    static final String ALL_MODELS = "all";

    private FigureText() {}

    static String value(Figure figure) {
        return number(figure.value(), figure.isDifference());
    }

    static String interval(Figure figure) {
        return "%s to %s"
                .formatted(
                        number(figure.interval().low(), figure.isDifference()),
                        number(figure.interval().high(), figure.isDifference()));
    }

    /** Empty if nothing is published. */
    static String published(Figure figure) {
        return figure.published().isPresent()
                ? number(figure.published().getAsDouble(), figure.isDifference())
                : "";
    }

    /** By how much a model's figure is above the first model's; empty for the first. */
    static String aboveFirst(ModelResult model, Figure figure) {
        return toFirst(model, figure)
                .map(difference -> "%s (%s)".formatted(value(difference), interval(difference)))
                .orElse("");
    }

    /** Whether no model differs from the first in a figure, as in those of searches by words. */
    static boolean isTheSameForAll(SetResult set, Figure figure) {
        return set.models().size() > 1
                && set.models().stream()
                        .skip(1)
                        .allMatch(
                                model ->
                                        toFirst(model, figure)
                                                .filter(FigureText::isNone)
                                                .isPresent());
    }

    private static Optional<Figure> toFirst(ModelResult model, Figure figure) {
        return model.toFirst().stream()
                .filter(difference -> difference.name().equals(figure.name()))
                .findFirst();
    }

    private static boolean isNone(Figure difference) {
        return difference.value() == 0
                && difference.interval().low() == 0
                && difference.interval().high() == 0;
    }

    private static String number(double value, boolean signed) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, signed ? "%+.4f" : "%.4f", value);
    }
}
