package io.nearline.cli.evaluate;

import io.nearline.retrieval.evaluate.EvaluationReport;
import io.nearline.retrieval.evaluate.EvaluationReport.ModelResult;
import io.nearline.retrieval.evaluate.EvaluationReport.SetResult;
import io.nearline.retrieval.evaluate.Figure;
import java.io.PrintWriter;
import java.util.Locale;

/** A report for people: a table for each set, a line for each figure and model. */
final class EvaluationTable {

    private static final String ROW = "  %-31s %-22s %8s  %-18s  %-9s  %s";

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
        out.println(footnote(report));
        out.flush();
    }

    /** What the intervals are, in a sentence. */
    static String footnote(EvaluationReport report) {
        return String.format(
                Locale.ROOT,
                "95 %%: bootstrapped intervals, %,d resamples of each set's items; they do not"
                        + " cover wrong labels.",
                report.resamples());
    }

    /** What the last column is called; nothing is in it with one model. */
    private static String againstFirst(SetResult set) {
        return set.models().size() == 1 ? "" : "ABOVE " + set.models().get(0).model().name();
    }

    private static void rows(SetResult set, int place, PrintWriter out) {
        Figure first = set.models().get(0).figures().get(place);
        if (FigureText.isTheSameForAll(set, first)) {
            row(out, first.name(), FigureText.ALL_MODELS, first, "");
            return;
        }
        String name = first.name();
        for (ModelResult model : set.models()) {
            Figure reached = model.figures().get(place);
            row(out, name, model.model().name(), reached, FigureText.aboveFirst(model, reached));
            name = "";
        }
    }

    private static void row(
            PrintWriter out, String name, String model, Figure figure, String aboveFirst) {
        line(
                out,
                name,
                model,
                FigureText.value(figure),
                FigureText.interval(figure),
                FigureText.published(figure),
                aboveFirst);
    }

    private static void line(PrintWriter out, String... cells) {
        out.println(ROW.formatted((Object[]) cells).stripTrailing());
    }
}
