package io.nearline.cli.evaluate;

import io.nearline.retrieval.evaluate.EvaluationReport.ModelResult;
import io.nearline.retrieval.evaluate.EvaluationReport.SetResult;
import io.nearline.retrieval.evaluate.Figure;
import java.util.List;
import java.util.Locale;

/** The figures of a set as dots on lines from 0 to 1, a line for each figure and model, in SVG. */
final class IntervalPlot {

    private static final int WIDTH = 900;
    private static final int LEFT = 270;
    private static final int RIGHT = 870;
    private static final int ROW = 18;
    private static final int GAP = 8;
    private static final int TOP = 24;
    private static final int COLOURS = 4;
    private static final int STEPS = 5;

    private final StringBuilder svg = new StringBuilder();

    private IntervalPlot() {}

    /** Differences are left out: they are in the table. */
    static String of(SetResult set) {
        return new IntervalPlot().draw(set);
    }

    static String colour(int model) {
        return "m" + model % COLOURS;
    }

    private String draw(SetResult set) {
        List<String> names =
                set.models().get(0).figures().stream()
                        .filter(figure -> !figure.isDifference())
                        .map(Figure::name)
                        .toList();
        int height = TOP + names.size() * (set.models().size() * ROW + GAP) + GAP;
        add(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Figures of %s\">%n",
                WIDTH, height, EvaluationPage.escaped(set.name()));
        for (int i = 0; i <= STEPS; i++) {
            double x = x((double) i / STEPS);
            add(
                    "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>%n",
                    x, TOP - 4, x, height);
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>%n",
                    x, TOP - 8, (double) i / STEPS);
        }
        int y = TOP + GAP;
        for (String name : names) {
            add(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                    LEFT - 12, y + 9, EvaluationPage.escaped(name));
            for (int model = 0; model < set.models().size(); model++) {
                mark(figure(set.models().get(model), name), model, y + ROW / 2 - 4);
                y += ROW;
            }
            y += GAP;
        }
        return svg.append("</svg>\n").toString();
    }

    private static Figure figure(ModelResult model, String name) {
        return model.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void mark(Figure figure, int model, int y) {
        figure.published()
                .ifPresent(
                        value ->
                                add(
                                        "<line class=\"published\" x1=\"%.1f\" y1=\"%d\""
                                                + " x2=\"%.1f\" y2=\"%d\"/>%n",
                                        x(value), y - 7, x(value), y + 7));
        if (Double.isNaN(figure.value())) {
            return;
        }
        add("<g class=\"%s\">", colour(model));
        if (!Double.isNaN(figure.interval().low())) {
            add(
                    "<line stroke-width=\"2\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                    x(figure.interval().low()), y, x(figure.interval().high()), y);
        }
        add(
                "<circle cx=\"%.1f\" cy=\"%d\" r=\"4\"><title>%.4f</title></circle></g>%n",
                x(figure.value()), y, figure.value());
    }

    private static double x(double value) {
        return LEFT + (RIGHT - LEFT) * Math.max(0, Math.min(1, value));
    }

    private void add(String form, Object... values) {
        svg.append(String.format(Locale.ROOT, form, values));
    }
}
