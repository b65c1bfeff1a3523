package io.nearline.bench.report;

import io.nearline.bench.report.Scale.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Lines over two axes, as SVG. */
final class LineChart {
    private static final double WIDTH = 560;
    private static final double HEIGHT = 300;
    private static final double LEFT = 64;
    private static final double RIGHT = 30;
    private static final double TOP = 12;
    private static final double BOTTOM = 46;

    private final Axis x;
    private final Axis y;
    private final List<Line> lines = new ArrayList<>();

    /**
     * An axis.
     *
     * @param label with the unit
     * @param kind how values are spaced
     */
    record Axis(String label, Kind kind) {}

    /**
     * A line.
     *
     * @param name in the legend
     * @param points from left to right
     */
    record Line(String name, List<Point> points) {}

    /** A point in the units of the axes. */
    record Point(double x, double y) {}

    LineChart(Axis x, Axis y) {
        this.x = x;
        this.y = y;
    }

    void add(String name, List<Point> points) {
        if (!points.isEmpty()) {
            lines.add(new Line(name, points));
        }
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    String svg(String title) {
        Scale across = scale(x.kind(), all().map(Point::x).mapToDouble(Double::doubleValue));
        Scale up = scale(y.kind(), all().map(Point::y).mapToDouble(Double::doubleValue));
        Markup svg = new Markup();
        svg.add("<svg viewBox='0 0 %.0f %.0f' role='img' aria-label=\"%s\">", WIDTH, HEIGHT, title);
        up.ticks().forEach(tick -> horizontal(svg, up, tick));
        across.ticks().forEach(tick -> vertical(svg, across, tick));
        svg.add(
                "<text class='label' x='%.0f' y='%.0f' text-anchor='middle'>%s</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, x.label());
        svg.add(
                "<text class='label' transform='translate(14 %.0f) rotate(-90)'"
                        + " text-anchor='middle'>%s</text>",
                (TOP + HEIGHT - BOTTOM) / 2, y.label());
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, lines.get(i), i, across, up);
        }
        return svg.raw("</svg>").raw(legend()).toString();
    }

    private Stream<Point> all() {
        return lines.stream().flatMap(line -> line.points().stream());
    }

    private static Scale scale(Kind kind, DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return Scale.over(kind, sorted[0], sorted[sorted.length - 1]);
    }

    private static void horizontal(Markup svg, Scale up, double tick) {
        double at = vertically(up, tick);
        svg.add(
                "<line class='grid' x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f'/>",
                LEFT, WIDTH - RIGHT, at, at);
        svg.add(
                "<text class='tick' x='%.1f' y='%.1f' text-anchor='end'>%s</text>",
                LEFT - 6, at + 4, Markup.number(tick));
    }

    private static void vertical(Markup svg, Scale across, double tick) {
        svg.add(
                "<text class='tick' x='%.1f' y='%.1f' text-anchor='middle'>%s</text>",
                horizontally(across, tick), HEIGHT - BOTTOM + 16, Markup.number(tick));
    }

    private static void draw(Markup svg, Line line, int index, Scale across, Scale up) {
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            path.append(
                    String.format(
                            Locale.ROOT,
                            "%s%.1f %.1f",
                            path.isEmpty() ? "M" : "L",
                            horizontally(across, point.x()),
                            vertically(up, point.y())));
        }
        svg.add("<path class='line c%d' d='%s'/>", index, path.toString());
        for (Point point : line.points()) {
            svg.add(
                    "<circle class='dot c%d' cx='%.1f' cy='%.1f' r='3.5'><title>%s: %s at"
                            + " %s</title></circle>",
                    index,
                    horizontally(across, point.x()),
                    vertically(up, point.y()),
                    line.name(),
                    Markup.number(point.y()),
                    Markup.number(point.x()));
        }
    }

    private String legend() {
        Markup legend = new Markup().raw("<p class='legend'>");
        for (int i = 0; i < lines.size(); i++) {
            legend.add("<span><i class='b%d'></i>%s</span>", i, lines.get(i).name());
        }
        return legend.raw("</p>").toString();
    }

    private static double horizontally(Scale scale, double value) {
        return LEFT + scale.position(value) * (WIDTH - LEFT - RIGHT);
    }

    private static double vertically(Scale scale, double value) {
        return HEIGHT - BOTTOM - scale.position(value) * (HEIGHT - TOP - BOTTOM);
    }
}
