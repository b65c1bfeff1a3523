package io.nearline.cli.evaluate;

import io.nearline.retrieval.evaluate.EvaluationReport.SetResult;
import io.nearline.retrieval.evaluate.Figure;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Figures of a set as dots on lines of one scale, in SVG: a dot is the figure, its line the
 * interval, an upright bar what was published. The scale reaches from tenth to tenth around all of
 * the set's figures.
 */
final class IntervalPlot {

    private static final int WIDTH = 240;
    private static final int HEIGHT = 16;
    private static final int MARGIN = 6;
    private static final double STEP = 0.1;

    /** What is left of a value on a step after a division. */
    private static final double ROUNDING = 1e-9;

    private static final int COLOURS = 4;

    private final double low;
    private final double high;

    private IntervalPlot(double low, double high) {
        this.low = low;
        this.high = high;
    }

    /** For the figures of a set, differences apart. */
    static IntervalPlot of(SetResult set) {
        double[] all =
                set.models().stream()
                        .flatMap(model -> model.figures().stream())
                        .filter(figure -> !figure.isDifference())
                        .flatMapToDouble(IntervalPlot::ends)
                        .filter(Double::isFinite)
                        .sorted()
                        .toArray();
        if (all.length == 0) {
            return new IntervalPlot(0, 1);
        }
        double low = STEP * Math.floor(all[0] / STEP + ROUNDING);
        double high = STEP * Math.ceil(all[all.length - 1] / STEP - ROUNDING);
        return new IntervalPlot(low, Math.max(high, low + STEP));
    }

    /** The class of a model's colour. */
    static String colour(int model) {
        return "m" + model % COLOURS;
    }

    /** The ends of the scale, as they are written above it. */
    String scale() {
        return format("<span>%.1f</span><span>%.1f</span>", low, high);
    }

    /** One figure; empty for a difference. */
    String draw(Figure figure, int model) {
        if (figure.isDifference()) {
            return "";
        }
        StringBuilder svg = new StringBuilder();
        svg.append(
                format(
                        "<svg viewBox=\"0 0 %d %d\" aria-hidden=\"true\">"
                                + "<path class=\"grid\" d=\"M%d %d H%d\"/>",
                        WIDTH, HEIGHT, MARGIN, HEIGHT / 2, WIDTH - MARGIN));
        if (Double.isFinite(figure.interval().low())) {
            svg.append(
                    format(
                            "<path class=\"%s\" stroke-width=\"3\" d=\"M%.1f %d H%.1f\"/>",
                            colour(model),
                            x(figure.interval().low()),
                            HEIGHT / 2,
                            x(figure.interval().high())));
        }
        figure.published()
                .ifPresent(
                        value ->
                                svg.append(
                                        format(
                                                "<path class=\"published\" d=\"M%.1f 1 V%d\"/>",
                                                x(value), HEIGHT - 1)));
        if (Double.isFinite(figure.value())) {
            svg.append(
                    format(
                            "<circle class=\"%s\" cx=\"%.1f\" cy=\"%d\" r=\"4\"/>",
                            colour(model), x(figure.value()), HEIGHT / 2));
        }
        return svg.append("</svg>").toString();
    }

    private static DoubleStream ends(Figure figure) {
        return Stream.of(
                        DoubleStream.of(
                                figure.value(), figure.interval().low(), figure.interval().high()),
                        figure.published().stream())
                .flatMapToDouble(values -> values);
    }

    private double x(double value) {
        return MARGIN + (WIDTH - 2 * MARGIN) * (value - low) / (high - low);
    }

    private static String format(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
