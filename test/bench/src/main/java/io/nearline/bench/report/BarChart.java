package io.nearline.bench.report;

import io.nearline.bench.report.Scale.Kind;
import java.util.ArrayList;
import java.util.List;

/** Horizontal bars, as SVG, with the spread of each and a value to compare with. */
final class BarChart {
    private static final double WIDTH = 560;
    private static final double LEFT = 168;
    private static final double RIGHT = 52;
    private static final double ROW = 26;
    private static final double BAR = 16;
    private static final double BOTTOM = 44;

    private final String label;
    private final double reference;
    private final List<Bar> bars = new ArrayList<>();

    /**
     * A bar.
     *
     * @param name on its left
     * @param colour number of its colour
     * @param value where it ends
     * @param min the least of its rounds
     * @param max the greatest of its rounds
     */
    record Bar(String name, int colour, double value, double min, double max) {}

    /**
     * @param label of the axis, with the unit
     * @param reference value to draw a line at; 0 for none
     */
    BarChart(String label, double reference) {
        this.label = label;
        this.reference = reference;
    }

    void add(Bar bar) {
        bars.add(bar);
    }

    boolean isEmpty() {
        return bars.isEmpty();
    }

    String svg(String title) {
        double largest = Math.max(reference, bars.stream().mapToDouble(Bar::max).max().orElse(1));
        Scale scale = Scale.over(Kind.LINEAR, 0, largest);
        double bottom = bars.size() * ROW + 8;
        Markup svg = new Markup();
        svg.add(
                "<svg viewBox='0 0 %.0f %.0f' role='img' aria-label=\"%s\">",
                WIDTH, bottom + BOTTOM, title);
        for (double tick : scale.ticks()) {
            svg.add(
                    "<line class='grid' x1='%.1f' x2='%.1f' y1='0' y2='%.1f'/>",
                    at(scale, tick), at(scale, tick), bottom);
            svg.add(
                    "<text class='tick' x='%.1f' y='%.1f' text-anchor='middle'>%s</text>",
                    at(scale, tick), bottom + 16, Markup.number(tick));
        }
        svg.add(
                "<text class='label' x='%.1f' y='%.1f' text-anchor='middle'>%s</text>",
                (LEFT + WIDTH - RIGHT) / 2, bottom + 36, label);
        for (int row = 0; row < bars.size(); row++) {
            draw(svg, bars.get(row), 4 + row * ROW, scale);
        }
        if (reference > 0) {
            svg.add(
                    "<line class='reference' x1='%.1f' x2='%.1f' y1='0' y2='%.1f'/>",
                    at(scale, reference), at(scale, reference), bottom);
        }
        return svg.raw("</svg>").toString();
    }

    private static void draw(Markup svg, Bar bar, double top, Scale scale) {
        double middle = top + BAR / 2;
        svg.add(
                "<text class='name' x='%.1f' y='%.1f' text-anchor='end'>%s</text>",
                LEFT - 8, middle + 4, bar.name());
        svg.add(
                "<rect class='b%d' x='%.1f' y='%.1f' width='%.1f' height='%.1f' rx='2'/>",
                bar.colour(), LEFT, top, at(scale, bar.value()) - LEFT, BAR);
        svg.add(
                "<line class='spread' x1='%.1f' x2='%.1f' y1='%.1f' y2='%.1f'/>",
                at(scale, bar.min()), at(scale, bar.max()), middle, middle);
        svg.add(
                "<text class='value' x='%.1f' y='%.1f'>%s</text>",
                at(scale, bar.max()) + 6, middle + 4, Markup.figure(bar.value()));
    }

    private static double at(Scale scale, double value) {
        return LEFT + scale.position(value) * (WIDTH - LEFT - RIGHT);
    }
}
