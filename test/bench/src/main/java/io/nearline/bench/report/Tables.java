package io.nearline.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** The tables of the page. */
final class Tables {
    private final JsonNode json;

    Tables(JsonNode json) {
        this.json = json;
    }

    String bars() {
        HtmlTable table = new HtmlTable("bar", "measured", "wanted", "");
        for (JsonNode bar : json.path("bars")) {
            table.row(
                    bar.path("what").asText(),
                    Markup.figure(bar.path("value").asDouble()),
                    bar.path("sense").asText().replace(">=", "≥").replace("<=", "≤")
                            + " "
                            + Markup.figure(bar.path("bar").asDouble()),
                    bar.path("met").asBoolean() ? "✓ met" : "✗ missed");
        }
        return table.toString();
    }

    String contenders() {
        HtmlTable table =
                new HtmlTable(
                        "contender",
                        "posts/s",
                        "min … max",
                        "tokens/s",
                        "× roofline",
                        "× roofline, served graph",
                        "CPU s / 1,000 posts",
                        "allocated KB / post",
                        "resident MB");
        for (Map.Entry<String, JsonNode> model : json.path("posts_per_second").properties()) {
            for (Map.Entry<String, JsonNode> who : model.getValue().properties()) {
                contender(table, model.getKey(), who.getKey(), who.getValue());
            }
        }
        return table.toString();
    }

    private void contender(HtmlTable table, String model, String who, JsonNode rate) {
        table.row(
                model + " " + who.replace('_', ' '),
                Markup.figure(median(rate)),
                String.format(
                        Locale.ROOT,
                        "%.0f … %.0f",
                        rate.path("min").asDouble(),
                        rate.path("max").asDouble()),
                Markup.figure(median(json.path("tokens_per_second").path(model).path(who))),
                ratio(json.path("ratio_to_roofline").path(model).path(who)),
                ratio(json.path("ratio_to_roofline_served").path(model).path(who)),
                Markup.figure(median(json.path("cpu_seconds_per_1000").path(model).path(who))),
                Markup.figure(
                        median(json.path("allocated_bytes_per_post").path(model).path(who)) / 1024),
                Markup.figure(median(json.path("resident_mb").path(model).path(who))));
    }

    String stages() {
        HtmlTable table = new HtmlTable("stage", "CPU µs / post", "min … max", "bytes / post");
        for (Map.Entry<String, JsonNode> model : json.path("stages").properties()) {
            for (Map.Entry<String, JsonNode> stage : model.getValue().properties()) {
                JsonNode micros = stage.getValue().path("cpu_micros_per_post");
                table.row(
                        model.getKey() + " " + stage.getKey(),
                        Markup.figure(median(micros)),
                        Markup.figure(micros.path("min").asDouble())
                                + " … "
                                + Markup.figure(micros.path("max").asDouble()),
                        Markup.figure(median(stage.getValue().path("allocated_bytes_per_post"))));
            }
            table.row(
                    model.getKey() + " sum without tokenise and infer",
                    Markup.figure(
                            json.path("stage_sum_without_model_cpu_micros")
                                    .path(model.getKey())
                                    .asDouble()),
                    "",
                    "");
        }
        for (Map.Entry<String, JsonNode> how : json.path("job_without_model").properties()) {
            table.row(
                    "whole job without a model, " + how.getKey().replace('_', ' '),
                    Markup.figure(how.getValue().path("cpu_micros_per_post").asDouble()),
                    Markup.figure(how.getValue().path("posts_per_second").asDouble()) + " posts/s",
                    Markup.figure(how.getValue().path("allocated_bytes_per_post").asDouble()));
        }
        return table.toString();
    }

    String freshness() {
        HtmlTable table = new HtmlTable("load", "posts/s", "p50 ms", "p95 ms", "p99 ms", "max ms");
        for (Map.Entry<String, JsonNode> model : json.path("freshness_ms").properties()) {
            for (JsonNode point : model.getValue()) {
                table.row(
                        model.getKey()
                                + String.format(
                                        Locale.ROOT,
                                        " at %.0f %%",
                                        100 * point.path("load").asDouble()),
                        Markup.figure(point.path("posts_per_second").asDouble()),
                        point.path("p50").asText(),
                        point.path("p95").asText(),
                        point.path("p99").asText(),
                        point.path("max").asText());
            }
        }
        return table.toString();
    }

    String repeats() {
        HtmlTable table =
                new HtmlTable(
                        "model",
                        "records in",
                        "new posts",
                        "distinct texts",
                        "attribute edits",
                        "vectors",
                        "of texts seen before",
                        "records/s",
                        "speed-up seen",
                        "expected: edits reuse",
                        "expected: repeats too");
        for (Map.Entry<String, JsonNode> model : json.path("natural_repeats").properties()) {
            JsonNode is = model.getValue();
            table.row(
                    model.getKey(),
                    is.path("records").asText(),
                    is.path("posts").asText(),
                    is.path("distinctTexts").asText(),
                    is.path("edits").asText(),
                    is.path("vectors").asText(),
                    is.path("cacheHits").asText(),
                    Markup.figure(is.path("perSecond").asDouble()),
                    ratio(is.path("seen")),
                    ratio(is.path("expectedWithState")),
                    ratio(is.path("expectedWithCache")));
        }
        return table.toString();
    }

    private static double median(JsonNode spread) {
        return spread.path("median").asDouble();
    }

    private static String ratio(JsonNode value) {
        return value.isMissingNode() ? "–" : String.format(Locale.ROOT, "%.2f", value.asDouble());
    }
}
