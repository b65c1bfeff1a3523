package io.nearline.bench.report;

import static io.nearline.bench.report.TextTable.line;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;

/** What the table says below the contenders. */
final class TextDetails {
    private final JsonNode json;

    TextDetails(JsonNode json) {
        this.json = json;
    }

    void print(PrintStream out) {
        stages(out);
        freshness(out);
        repeats(out);
        curves(out);
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
                                        + " not embedded, %.2f if no text is embedded twice); %d"
                                        + " vectors, %d of them of texts seen before",
                                    model.getKey(),
                                    is.path("records").asInt(),
                                    is.path("posts").asInt(),
                                    is.path("distinctTexts").asInt(),
                                    is.path("edits").asInt(),
                                    is.path("perSecond").asDouble(),
                                    is.path("seen").asDouble(),
                                    is.path("expectedWithState").asDouble(),
                                    is.path("expectedWithCache").asDouble(),
                                    is.path("vectors").asLong(),
                                    is.path("cacheHits").asLong());
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

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
