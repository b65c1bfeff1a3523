package io.nearline.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.bench.report.BarChart.Bar;
import io.nearline.bench.report.LineChart.Axis;
import io.nearline.bench.report.LineChart.Point;
import io.nearline.bench.report.Scale.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The plots of the page. */
final class Plots {
    private static final Set<String> OF_THE_MODEL = Set.of("tokenise", "infer");

    private final JsonNode json;

    Plots(JsonNode json) {
        this.json = json;
    }

    /** All that there is something to plot for. */
    String all() {
        Markup plots = new Markup().raw("<div class='plots'>");
        ratios(plots);
        stages(plots);
        freshness(plots);
        length(plots);
        models(plots);
        state(plots);
        return plots.raw("</div>").toString();
    }

    private void ratios(Markup plots) {
        int colour = 0;
        for (Map.Entry<String, JsonNode> model :
                json.path("ratio_to_roofline_spread").properties()) {
            BarChart chart = new BarChart("times the roofline's posts/s (line: roofline)", 1);
            for (Map.Entry<String, JsonNode> who : model.getValue().properties()) {
                chart.add(bar(who.getKey().replace('_', ' '), colour, who.getValue()));
            }
            figure(plots, "Throughput, " + model.getKey(), chart);
            colour++;
        }
    }

    private void stages(Markup plots) {
        int colour = 0;
        for (Map.Entry<String, JsonNode> model : json.path("stages").properties()) {
            BarChart chart = new BarChart("CPU microseconds a post", 0);
            for (Map.Entry<String, JsonNode> stage : model.getValue().properties()) {
                if (!OF_THE_MODEL.contains(stage.getKey())) {
                    JsonNode spread = stage.getValue().path("cpu_micros_per_post");
                    chart.add(bar(stage.getKey(), colour, spread));
                }
            }
            figure(plots, "Stages but those of the model, " + model.getKey(), chart);
            colour++;
        }
    }

    private void freshness(Markup plots) {
        for (Map.Entry<String, JsonNode> model : json.path("freshness_ms").properties()) {
            LineChart chart =
                    new LineChart(
                            new Axis("load, % of the pipeline's rate", Kind.LINEAR),
                            new Axis("freshness, ms", Kind.LOG));
            for (String percentile : List.of("p50", "p95", "p99")) {
                List<Point> points = new ArrayList<>();
                for (JsonNode point : model.getValue()) {
                    points.add(
                            new Point(
                                    100 * point.path("load").asDouble(),
                                    point.path(percentile).asDouble()));
                }
                chart.add(percentile, points);
            }
            figure(plots, "Freshness, " + model.getKey(), chart);
        }
    }

    private void length(Markup plots) {
        LineChart chart =
                new LineChart(
                        new Axis("tokens of a text", Kind.LINEAR),
                        new Axis("CPU milliseconds a text", Kind.LINEAR));
        for (Map.Entry<String, JsonNode> model : json.path("curves").path("length").properties()) {
            for (String who : List.of("roofline", "embedder")) {
                chart.add(
                        model.getKey() + " " + who,
                        points(model.getValue(), "tokens", who + "CpuMillis"));
            }
        }
        figure(plots, "Cost by length of the text", chart);
    }

    private void models(Markup plots) {
        LineChart chart =
                new LineChart(
                        new Axis("models served", Kind.LINEAR),
                        new Axis("CPU seconds for 1,000 posts", Kind.LINEAR));
        json.path("curves")
                .path("models")
                .properties()
                .forEach(
                        model ->
                                chart.add(
                                        model.getKey(),
                                        points(
                                                model.getValue(),
                                                "models",
                                                "cpu_seconds_per_1000")));
        figure(plots, "Cost by number of models", chart);
    }

    private void state(Markup plots) {
        LineChart chart =
                new LineChart(
                        new Axis("posts in state", Kind.LOG),
                        new Axis("CPU microseconds a post", Kind.LINEAR));
        JsonNode state = json.path("curves").path("state");
        chart.add("admit, new post", points(state, "posts", "admitNewMicros"));
        chart.add("admit, known post", points(state, "posts", "admitKnownMicros"));
        chart.add("recall, new post", points(state, "posts", "recallNewMicros"));
        chart.add("recall, known post", points(state, "posts", "recallKnownMicros"));
        figure(plots, "Cost of the gates by state", chart);
    }

    private static List<Point> points(JsonNode array, String x, String y) {
        List<Point> points = new ArrayList<>();
        array.forEach(
                point -> points.add(new Point(point.path(x).asDouble(), point.path(y).asDouble())));
        return points;
    }

    private static Bar bar(String name, int colour, JsonNode spread) {
        return new Bar(
                name,
                colour,
                spread.path("median").asDouble(),
                spread.path("min").asDouble(),
                spread.path("max").asDouble());
    }

    private static void figure(Markup plots, String title, BarChart chart) {
        if (!chart.isEmpty()) {
            figure(plots, title, chart.svg(title));
        }
    }

    private static void figure(Markup plots, String title, LineChart chart) {
        if (!chart.isEmpty()) {
            figure(plots, title, chart.svg(title));
        }
    }

    private static void figure(Markup plots, String title, String svg) {
        plots.add("<figure><figcaption>%s</figcaption>", title).raw(svg).raw("</figure>");
    }
}
