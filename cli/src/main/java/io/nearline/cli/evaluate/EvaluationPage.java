package io.nearline.cli.evaluate;

import io.nearline.retrieval.evaluate.EvaluationReport;
import io.nearline.retrieval.evaluate.EvaluationReport.ModelResult;
import io.nearline.retrieval.evaluate.EvaluationReport.SetResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;

/** A report as one page that needs nothing else: plots of every set, and the table below. */
final class EvaluationPage {

    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Evaluation</title>
            <style>
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --faint: #d0d7de;
              --m0: #0550ae; --m1: #953800; --m2: #116329; --m3: #6639ba; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e6edf3; --paper: #0d1117; --faint: #3d444d;
                --m0: #79c0ff; --m1: #ffa657; --m2: #7ee787; --m3: #d2a8ff; } }
            body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif;
              max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
            svg { width: 100%; height: auto; display: block; }
            svg text { fill: var(--ink); font-size: 13px; }
            .grid { stroke: var(--faint); }
            .published { stroke: var(--ink); stroke-width: 2; }
            .m0 { color: var(--m0); } .m1 { color: var(--m1); }
            .m2 { color: var(--m2); } .m3 { color: var(--m3); }
            svg .m0, svg .m1, svg .m2, svg .m3 { stroke: currentColor; fill: currentColor; }
            pre { overflow-x: auto; font-size: 12px; line-height: 1.35; }
            </style>
            </head>
            <body>
            <h1>Evaluation</h1>
            """;

    private EvaluationPage() {}

    /** The page. */
    static String of(EvaluationReport report) {
        StringBuilder page = new StringBuilder(HEAD);
        if (!report.sets().isEmpty()) {
            legend(report.sets().get(0).models(), page);
        }
        for (SetResult set : report.sets()) {
            page.append(
                    "<h2>%s</h2>\n<p>%s</p>\n"
                            .formatted(escaped(set.name()), escaped(set.contents())));
            page.append(IntervalPlot.of(set));
        }
        StringWriter table = new StringWriter();
        EvaluationTable.print(report, new PrintWriter(table));
        page.append(
                "<h2>Table</h2>\n<pre tabindex=\"0\">%s</pre>\n</body>\n</html>\n"
                        .formatted(escaped(table.toString())));
        return page.toString();
    }

    private static void legend(List<ModelResult> models, StringBuilder page) {
        page.append("<ul>\n");
        for (int i = 0; i < models.size(); i++) {
            page.append(
                    String.format(
                            Locale.ROOT,
                            "<li><strong class=\"%s\">%s</strong> <small>%s</small></li>%n",
                            IntervalPlot.colour(i),
                            escaped(models.get(i).model().name()),
                            escaped(models.get(i).model().digest())));
        }
        page.append(
                """
                </ul>
                <p>A dot is the figure, its line the 95 % interval, an upright bar what was published.</p>
                """);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
