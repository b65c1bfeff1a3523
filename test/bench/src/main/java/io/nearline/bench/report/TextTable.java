package io.nearline.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/** The figures of a run for people at a terminal. */
public final class TextTable {
    private final JsonNode json;

    /** Of a run's {@link Results}. */
    public TextTable(JsonNode json) {
        this.json = json;
    }

    /** Prints all of it. */
    public void print(PrintStream out) {
        contenders(out);
        new TextDetails(json).print(out);
        bars(out);
        json.path("skipped").forEach(part -> out.println("skipped: " + part.asText()));
    }

    private void contenders(PrintStream out) {
        line(
                out,
                "%n%-6s %-24s %22s %9s %7s %7s %7s %9s %8s",
                "model",
                "",
                "posts/s (min..max)",
                "tokens/s",
                "ratio",
                "served",
                "cpu-s/k",
                "alloc/KB",
                "RSS/MB");
        json.path("posts_per_second")
                .properties()
                .forEach(
                        model ->
                                model.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                name -> contender(out, model.getKey(), name)));
    }

    private void contender(PrintStream out, String model, String name) {
        JsonNode rate = json.path("posts_per_second").path(model).path(name);
        line(
                out,
                "%-6s %-24s %8.1f (%5.0f..%5.0f) %9.0f %7.2f %7.2f %7.2f %9.1f %8.0f",
                model,
                name.replace('_', ' '),
                rate.path("median").asDouble(),
                rate.path("min").asDouble(),
                rate.path("max").asDouble(),
                median("tokens_per_second", model, name),
                json.path("ratio_to_roofline").path(model).path(name).asDouble(),
                json.path("ratio_to_roofline_served").path(model).path(name).asDouble(),
                median("cpu_seconds_per_1000", model, name),
                median("allocated_bytes_per_post", model, name) / 1024,
                median("resident_mb", model, name));
    }

    private void bars(PrintStream out) {
        line(out, "");
        json.path("bars")
                .forEach(
                        bar ->
                                line(
                                        out,
                                        "%-7s %-44s %8.2f (bar: %s %.2f)",
                                        bar.path("met").asBoolean() ? "met" : "missed",
                                        bar.path("what").asText(),
                                        bar.path("value").asDouble(),
                                        bar.path("sense").asText(),
                                        bar.path("bar").asDouble()));
    }

    private double median(String figure, String model, String name) {
        return json.path(figure).path(model).path(name).path("median").asDouble();
    }

    static void line(PrintStream out, String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
