package io.nearline.training.report;

import io.nearline.training.learn.TextCosts;
import io.nearline.training.report.Report.Figure;
import io.nearline.training.report.Report.ModelScore;
import io.nearline.training.report.Report.SetResult;
import java.io.PrintWriter;
import java.util.Locale;

/** A report for people: a line for each set and model. */
public final class ReportTable {
    private static final String ROW = "%-20s %-16s %8s  %-28s %s";

    private ReportTable() {}

    /** Prints it. */
    public static void print(Report report, PrintWriter out) {
        String first = report.models().get(0);
        line(
                out,
                "SET",
                "MODEL",
                "SCORE",
                "ABOVE BASE (95 %)",
                report.models().size() == 1 ? "" : first.toUpperCase(Locale.ROOT) + " ABOVE IT");
        for (SetResult set : report.sets()) {
            line(out, set.name(), report.base(), number(set.base().value()), "", "");
            for (int i = 0; i < set.scores().size(); i++) {
                ModelScore score = set.scores().get(i);
                line(
                        out,
                        "",
                        report.models().get(i),
                        number(score.score().value()),
                        difference(score.aboveBase()),
                        score.belowFirst().map(ReportTable::difference).orElse(""));
            }
        }
        for (int i = 0; i < report.models().size(); i++) {
            out.printf(
                    Locale.ROOT,
                    "%s: mean gain %+.4f on held-out parts, %+.4f on zero-shot sets%n",
                    report.models().get(i),
                    report.meanGain(i, true),
                    report.meanGain(i, false));
        }
        report.costs().ifPresent(costs -> costs(costs, out));
        out.printf(
                Locale.ROOT,
                "95 %%: %,d draws of each set's labels, queries or pairs%n",
                report.resamples());
        out.flush();
    }

    private static void costs(TextCosts costs, PrintWriter out) {
        costs.milliseconds()
                .forEach(
                        (model, cost) ->
                                out.printf(
                                        Locale.ROOT,
                                        "%s: a text of %.0f tokens costs %.2f ms of a processor"
                                                + " here, as it serves; %.2f of the base%n",
                                        model,
                                        costs.tokens(),
                                        cost,
                                        costs.ofBase(cost)));
    }

    static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    static String difference(Figure figure) {
        return String.format(
                Locale.ROOT,
                "%+.4f (%+.4f to %+.4f)",
                figure.value(),
                figure.interval().low(),
                figure.interval().high());
    }

    private static void line(PrintWriter out, String... cells) {
        out.println(ROW.formatted((Object[]) cells).stripTrailing());
    }
}
