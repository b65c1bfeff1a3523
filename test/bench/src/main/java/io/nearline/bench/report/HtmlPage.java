package io.nearline.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The figures of a run as one self-contained page: no scripts, nothing to load. */
public final class HtmlPage {
    private static final String STYLE = "page.css";

    private final JsonNode json;

    /** Of a run's {@link Results}. */
    public HtmlPage(JsonNode json) {
        this.json = json;
    }

    /** The page. */
    public String text() throws IOException {
        Tables tables = new Tables(json);
        Markup page = new Markup();
        page.raw("<!doctype html><html lang='en'><head><meta charset='utf-8'>");
        page.raw("<meta name='viewport' content='width=device-width, initial-scale=1'>");
        page.raw("<title>Nearline benchmark</title><style>").raw(style()).raw("</style></head>");
        page.raw("<body><main><h1>Nearline benchmark</h1>");
        facts(page);
        section(page, "Bars", tables.bars(), json.path("bars"));
        section(page, "Contenders", tables.contenders(), json.path("posts_per_second"));
        page.raw("<h2>Plots</h2>").raw(new Plots(json).all());
        section(page, "Stages", tables.stages(), json.path("stages"));
        section(page, "Freshness", tables.freshness(), json.path("freshness_ms"));
        section(page, "Natural repeats and edits", tables.repeats(), json.path("natural_repeats"));
        skipped(page);
        page.raw("</main></body></html>");
        return page.toString();
    }

    private void facts(Markup page) {
        JsonNode machine = json.path("machine");
        page.add(
                "<p class='lead'>%s distinct posts, %s tokens on average, medians of %s interleaved"
                    + " rounds. The roofline is ONNX Runtime alone on the exported graph, tokens"
                    + " ready-made, one text a call, a thread per core.</p>",
                json.path("posts").asText(),
                Markup.number(json.path("mean_tokens").asDouble()),
                json.path("rounds").asText());
        page.raw("<dl>");
        fact(page, "Processor", machine.path("cpu").asText());
        fact(
                page,
                "Cores, memory",
                machine.path("cores").asText() + ", " + machine.path("memoryGb").asText() + " GB");
        fact(page, "Java", machine.path("java").asText());
        fact(page, "JVM flags", machine.path("jvmFlags").asText());
        fact(page, "ONNX Runtime", machine.path("onnxRuntime").asText());
        fact(page, "Commit", machine.path("commit").asText());
        fact(page, "Date", machine.path("date").asText());
        json.path("models")
                .properties()
                .forEach(
                        model ->
                                fact(
                                        page,
                                        model.getKey(),
                                        model.getValue().path("name").asText()
                                                + ", serves "
                                                + model.getValue().path("serves").asText()));
        page.raw("</dl>");
    }

    private static void fact(Markup page, String name, String value) {
        if (!value.isBlank()) {
            page.add("<div><dt>%s</dt><dd>%s</dd></div>", name, value);
        }
    }

    private static void section(Markup page, String title, String table, JsonNode content) {
        if (!content.isEmpty()) {
            page.add("<h2>%s</h2>", title).raw(table);
        }
    }

    private void skipped(Markup page) {
        if (!json.path("skipped").isEmpty()) {
            page.raw("<h2>Not measured, for want of time</h2><ul>");
            json.path("skipped").forEach(part -> page.add("<li>%s</li>", part.asText()));
            page.raw("</ul>");
        }
    }

    private static String style() throws IOException {
        try (InputStream css = HtmlPage.class.getResourceAsStream(STYLE)) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
