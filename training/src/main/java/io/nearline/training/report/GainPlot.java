package io.nearline.training.report;

import io.nearline.retrieval.report.HtmlText;
import io.nearline.training.report.Report.Figure;
import io.nearline.training.report.Report.SetResult;
import java.util.List;
import java.util.Locale;

/** How far each model is above the base on each set, as dots with their intervals, in SVG. */
final class GainPlot {
    private static final int WIDTH = 900;
    private static final int LEFT = 200;
    private static final int RIGHT = 870;
    private static final int ROW = 18;
    private static final int GAP = 8;
    private static final int TOP = 24;
    private static final int COLOURS = 4;
    private static final double STEP = 0.02;

    private final StringBuilder svg = new StringBuilder();
    private final double least;
    private final double most;

    private GainPlot(List<SetResult> sets) {
        double low = -STEP;
        double high = STEP;
        for (SetResult set : sets) {
            for (Report.ModelScore score : set.scores()) {
                low = Math.min(low, score.aboveBase().interval().low());
                high = Math.max(high, score.aboveBase().interval().high());
            }
        }
        least = Math.floor(low / STEP) * STEP;
        most = Math.ceil(high / STEP) * STEP;
    }

    static String of(Report report) {
        return new GainPlot(report.sets()).draw(report);
    }

    static String colour(int model) {
        return "m" + model % COLOURS;
    }

    private String draw(Report report) {
        int height = TOP + report.sets().size() * (report.models().size() * ROW + GAP) + GAP;
        add(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Gains over the base\">%n",
                WIDTH, height);
        for (int i = 0; i * STEP <= most - least + STEP / 2; i++) {
            double value = least + i * STEP;
            add(
                    "<line class=\"%s\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                    Math.abs(value) < STEP / 2 ? "zero" : "grid",
                    x(value),
                    TOP - 4,
                    x(value),
                    height);
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%+.2f</text>%n",
                    x(value), TOP - 8, value);
        }
        int y = TOP + GAP;
        for (SetResult set : report.sets()) {
            add(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                    LEFT - 12, y + 9, HtmlText.escaped(set.name()));
            for (int model = 0; model < set.scores().size(); model++) {
                mark(set.scores().get(model).aboveBase(), model, y + ROW / 2 - 4);
                y += ROW;
            }
            y += GAP;
        }
        return svg.append("</svg>\n").toString();
    }

    private void mark(Figure figure, int model, int y) {
        if (Double.isNaN(figure.value()) || Double.isNaN(figure.interval().low())) {
            return;
        }
        add(
                "<g class=\"%s\"><line stroke-width=\"2\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\""
                        + " y2=\"%d\"/>",
                colour(model), x(figure.interval().low()), y, x(figure.interval().high()), y);
        add(
                "<circle cx=\"%.1f\" cy=\"%d\" r=\"4\"><title>%s</title></circle></g>%n",
                x(figure.value()), y, ReportTable.difference(figure));
    }

    private double x(double value) {
        return LEFT + (RIGHT - LEFT) * (value - least) / (most - least);
    }

    private void add(String form, Object... values) {
        svg.append(String.format(Locale.ROOT, form, values));
    }
}
