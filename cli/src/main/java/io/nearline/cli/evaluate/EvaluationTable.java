package io.nearline.cli.evaluate;

import io.nearline.retrieval.evaluate.EvaluationReport;
import io.nearline.retrieval.evaluate.EvaluationReport.ModelResult;
import io.nearline.retrieval.evaluate.EvaluationReport.SetResult;
import io.nearline.retrieval.evaluate.Figure;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** A report for people: a table for each set, a line for each figure and model. */
final class EvaluationTable {

    private static final String ROW = "  %-32s %-24s %8s  %-18s %-9s %s";

    private EvaluationTable() {}

    /** Prints every set. */
    static void print(EvaluationReport report, PrintWriter out) {
        for (SetResult set : report.sets()) {
            out.printf("%s: %s%n", set.name(), set.contents());
            line(out, "FIGURE", "MODEL", "VALUE", "95 %", "PUBLISHED", againstFirst(set));
            for (int figure = 0; figure < set.models().get(0).figures().size(); figure++) {
                rows(set, figure, out);
            }
            out.println();
        }
        out.printf(
                Locale.ROOT,
                "95 %%: intervals by %,d resamples of each set's items; they do not hold wrong"
                        + " labels.%n",
                report.resamples());
        out.flush();
    }

    /** What the last column is called; nothing is in it with one model. */
    private static String againstFirst(SetResult set) {
        return set.models().size() == 1 ? "" : "ABOVE " + set.models().get(0).model().name();
    }

    private static void rows(SetResult set, int figure, PrintWriter out) {
        String name = set.models().get(0).figures().get(figure).name();
        for (ModelResult model : set.models()) {
            Figure reached = model.figures().get(figure);
            Optional<Figure> toFirst =
                    model.toFirst().stream()
                            .filter(difference -> difference.name().equals(reached.name()))
                            .findFirst();
            line(
                    out,
                    name,
                    model.model().name(),
                    number(reached.value(), reached.isDifference()),
                    interval(reached),
                    reached.published().isPresent()
                            ? number(reached.published().getAsDouble(), false)
                            : "",
                    toFirst.map(
                                    difference ->
                                            "%s (%s)"
                                                    .formatted(
                                                            number(difference.value(), true),
                                                            interval(difference)))
                            .orElse(""));
            name = "";
        }
    }

    private static void line(PrintWriter out, String... cells) {
        out.println(ROW.formatted((Object[]) cells).stripTrailing());
    }

    private static String interval(Figure figure) {
        return "%s to %s"
                .formatted(
                        number(figure.interval().low(), figure.isDifference()),
                        number(figure.interval().high(), figure.isDifference()));
    }

    private static String number(double value, boolean signed) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, signed ? "%+.4f" : "%.4f", value);
    }
}
