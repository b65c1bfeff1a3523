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
        stages(out);
        freshness(out);
        repeats(out);
        curves(out);
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

    private void stages(PrintStream out) {
        json.path("stages")
                .properties()
                .forEach(
                        model -> {
                            line(
                                    out,
                                    "%n%-6s %-24s %10s %10s",
                                    model.getKey(),
                                    "stage alone",
                                    "cpu us",
                                    "bytes");
                            model.getValue()
                                    .properties()
                                    .forEach(stage -> stage(out, stage.getKey(), stage.getValue()));
                            line(
                                    out,
                                    "%-6s %-24s %10.1f",
                                    "",
                                    "all but the model",
                                    json.path("stage_sum_without_model_cpu_micros")
                                            .path(model.getKey())
                                            .asDouble());
                        });
        json.path("job_without_model")
                .properties()
                .forEach(
                        how ->
                                line(
                                        out,
                                        "whole job without a model, %s: %.0f posts/s, %.1f us CPU"
                                                + " and %.0f bytes a post",
                                        how.getKey().replace('_', ' '),
                                        how.getValue().path("posts_per_second").asDouble(),
                                        how.getValue().path("cpu_micros_per_post").asDouble(),
                                        how.getValue()
                                                .path("allocated_bytes_per_post")
                                                .asDouble()));
    }

    private static void stage(PrintStream out, String name, JsonNode cost) {
        line(
                out,
                "%-6s %-24s %10.1f %10.0f",
                "",
                name,
                cost.path("cpu_micros_per_post").path("median").asDouble(),
                cost.path("allocated_bytes_per_post").path("median").asDouble());
    }

    private void freshness(PrintStream out) {
        json.path("freshness_ms")
                .properties()
                .forEach(
                        model -> {
                            line(
                                    out,
                                    "%n%-6s %-12s %10s %8s %8s %8s %8s",
                                    model.getKey(),
                                    "load",
                                    "posts/s",
                                    "p50 ms",
                                    "p95",
                                    "p99",
                                    "max");
                            model.getValue()
                                    .forEach(
                                            point ->
                                                    line(
                                                            out,
                                                            "%-6s %-12s %10.1f %8d %8d %8d %8d",
                                                            "",
                                                            percent(point.path("load").asDouble()),
                                                            point.path("posts_per_second")
                                                                    .asDouble(),
                                                            point.path("p50").asLong(),
                                                            point.path("p95").asLong(),
                                                            point.path("p99").asLong(),
                                                            point.path("max").asLong()));
                        });
    }

    private void repeats(PrintStream out) {
        json.path("natural_repeats")
                .properties()
                .forEach(
                        model -> {
                            JsonNode is = model.getValue();
                            line(
                                    out,
                                    "%n%s, repeats and edits: %d records = %d posts (%d distinct"
                                        + " texts) + %d attribute edits; %.1f records/s, %.2f times"
                                        + " the rate of distinct posts (expected: %.2f if edits are"
                                        + " not embedded, %.2f if no text is embedded twice)",
                                    model.getKey(),
                                    is.path("records").asInt(),
                                    is.path("posts").asInt(),
                                    is.path("distinctTexts").asInt(),
                                    is.path("edits").asInt(),
                                    is.path("perSecond").asDouble(),
                                    is.path("seen").asDouble(),
                                    is.path("expectedWithState").asDouble(),
                                    is.path("expectedWithCache").asDouble());
                        });
    }

    private void curves(PrintStream out) {
        JsonNode curves = json.path("curves");
        curves.path("models")
                .properties()
                .forEach(
                        model ->
                                model.getValue()
                                        .forEach(
                                                point ->
                                                        line(
                                                                out,
                                                                "%d x %s: %.1f posts/s, %.2f CPU"
                                                                        + " s/1000",
                                                                point.path("models").asInt(),
                                                                model.getKey(),
                                                                point.path("posts_per_second")
                                                                        .asDouble(),
                                                                point.path("cpu_seconds_per_1000")
                                                                        .asDouble())));
        curves.path("length")
                .properties()
                .forEach(
                        model ->
                                model.getValue()
                                        .forEach(
                                                point ->
                                                        line(
                                                                out,
                                                                "%s, %.0f tokens: roofline %.0f/s,"
                                                                        + " embedder %.0f/s (%.2f)",
                                                                model.getKey(),
                                                                point.path("tokens").asDouble(),
                                                                point.path("roofline").asDouble(),
                                                                point.path("embedder").asDouble(),
                                                                point.path("embedder").asDouble()
                                                                        / point.path("roofline")
                                                                                .asDouble())));
        curves.path("state")
                .forEach(
                        point ->
                                line(
                                        out,
                                        "%d posts in state: admit %.1f us new, %.1f known; recall"
                                                + " %.1f new, %.1f known",
                                        point.path("posts").asLong(),
                                        point.path("admitNewMicros").asDouble(),
                                        point.path("admitKnownMicros").asDouble(),
                                        point.path("recallNewMicros").asDouble(),
                                        point.path("recallKnownMicros").asDouble()));
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

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static void line(PrintStream out, String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }
}
