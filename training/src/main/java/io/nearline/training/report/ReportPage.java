package io.nearline.training.report;

import io.nearline.retrieval.report.HtmlText;
import io.nearline.training.learn.GradientConflicts;
import io.nearline.training.learn.TextCosts;
import io.nearline.training.report.Report.SetResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;

/** A report as one page that needs nothing else: gains, what helps what, and the table. */
public final class ReportPage {
    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Training report</title>
            <style>
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --faint: #d0d7de;
              --good: #dafbe1; --bad: #ffebe9;
              --m0: #0550ae; --m1: #953800; --m2: #116329; --m3: #6639ba; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e6edf3; --paper: #0d1117; --faint: #3d444d;
                --good: #033a16; --bad: #67060c;
                --m0: #79c0ff; --m1: #ffa657; --m2: #7ee787; --m3: #d2a8ff; } }
            body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; margin: 0; }
            main { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
            svg { width: 100%; height: auto; display: block; }
            svg text { fill: var(--ink); font-size: 13px; }
            .grid { stroke: var(--faint); }
            .zero { stroke: var(--ink); stroke-width: 2; }
            .m0 { color: var(--m0); } .m1 { color: var(--m1); }
            .m2 { color: var(--m2); } .m3 { color: var(--m3); }
            svg .m0, svg .m1, svg .m2, svg .m3 { stroke: currentColor; fill: currentColor; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { padding: .25rem .6rem; border: 1px solid var(--faint); text-align: right; }
            th { text-align: left; font-weight: 600; }
            .good { background: var(--good); } .bad { background: var(--bad); }
            .scroll, pre { overflow-x: auto; }
            pre { font-size: 12px; line-height: 1.35; }
            </style>
            </head>
            <body>
            <main>
            <h1>Training report</h1>
            """;

    private static final double FAR = 0.1;

    private ReportPage() {}

    /** The page. */
    public static String of(Report report) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<h2>Gains over %s</h2>\n<ul>\n".formatted(HtmlText.escaped(report.base())));
        for (int i = 0; i < report.models().size(); i++) {
            page.append(
                    "<li><strong class=\"%s\">%s</strong></li>\n"
                            .formatted(
                                    GainPlot.colour(i), HtmlText.escaped(report.models().get(i))));
        }
        page.append(
                """
                </ul>
                <p>A dot is the difference to the base on texts that nothing was learned from, its line the
                95 % interval.</p>
                """);
        page.append(GainPlot.of(report));
        if (report.models().size() > 1) {
            transfer(report, page);
        }
        report.conflicts().forEach((model, found) -> conflicts(model, found, page));
        page.append("<h2>Sets</h2>\n<ul>\n");
        for (SetResult set : report.sets()) {
            page.append(
                    "<li><strong>%s</strong>: %s, %s%s</li>\n"
                            .formatted(
                                    HtmlText.escaped(set.name()),
                                    HtmlText.escaped(set.contents()),
                                    HtmlText.escaped(set.measure()),
                                    set.task().isPresent() ? "" : "; of no task"));
        }
        page.append("</ul>\n");
        report.costs().ifPresent(costs -> costs(costs, page));
        data(report, page);
        StringWriter table = new StringWriter();
        ReportTable.print(report, new PrintWriter(table));
        page.append(
                "<h2>Table</h2>\n<pre tabindex=\"0\">%s</pre>\n</main>\n</body>\n</html>\n"
                        .formatted(HtmlText.escaped(table.toString())));
        return page.toString();
    }

    /** What a run does to each set; coloured where the interval leaves no doubt. */
    private static void transfer(Report report, StringBuilder page) {
        page.append("<h2>What helps what</h2>\n<div class=\"scroll\" tabindex=\"0\"><table>\n");
        page.append("<tr><th scope=\"col\">run</th>");
        for (SetResult set : report.sets()) {
            page.append("<th scope=\"col\">%s</th>".formatted(HtmlText.escaped(set.name())));
        }
        page.append("</tr>\n");
        for (int i = 0; i < report.models().size(); i++) {
            page.append(
                    "<tr><th scope=\"row\">%s</th>"
                            .formatted(HtmlText.escaped(report.models().get(i))));
            for (SetResult set : report.sets()) {
                Report.Figure gain = set.scores().get(i).aboveBase();
                String sure =
                        gain.interval().isAbove(0)
                                ? "good"
                                : gain.interval().high() < 0 ? "bad" : "open";
                page.append(
                        String.format(
                                Locale.ROOT, "<td class=\"%s\">%+.3f</td>", sure, gain.value()));
            }
            page.append("</tr>\n");
        }
        page.append("</table></div>\n");
    }

    /** Cosines between the tasks' gradients; coloured where they are far from 0. */
    private static void conflicts(String model, GradientConflicts found, StringBuilder page) {
        page.append(
                "<h2>Do tasks pull the same way? %s</h2>\n<p>Cosines between the gradients of a few batches. Below 0 what lowers one task's loss raises the other's.</p>\n"
                        .formatted(HtmlText.escaped(model)));
        page.append(
                "<div class=\"scroll\" tabindex=\"0\"><table>\n<tr><th scope=\"col\">task</th>");
        found.tasks()
                .forEach(
                        task ->
                                page.append(
                                        "<th scope=\"col\">%s</th>"
                                                .formatted(HtmlText.escaped(task))));
        page.append("</tr>\n");
        for (int i = 0; i < found.tasks().size(); i++) {
            page.append(
                    "<tr><th scope=\"row\">%s</th>"
                            .formatted(HtmlText.escaped(found.tasks().get(i))));
            for (double cosine : found.cosines().get(i)) {
                String sign = cosine > FAR ? "good" : cosine < -FAR ? "bad" : "open";
                page.append(
                        String.format(Locale.ROOT, "<td class=\"%s\">%+.2f</td>", sign, cosine));
            }
            page.append("</tr>\n");
        }
        page.append("</table></div>\n");
    }

    private static void costs(TextCosts costs, StringBuilder page) {
        page.append(
                String.format(
                        Locale.ROOT,
                        """
                        <h2>Cost of a text</h2>
                        <p>Processor time of a text of %.0f tokens, one at a time, as each model serves, on the machine of this report.</p>
                        <div class="scroll" tabindex="0"><table>
                        <tr><th scope="col">model</th><th scope="col">ms</th><th scope="col">of the base</th></tr>
                        """,
                        costs.tokens()));
        costs.milliseconds()
                .forEach(
                        (model, cost) ->
                                page.append(
                                        String.format(
                                                Locale.ROOT,
                                                "<tr><th"
                                                    + " scope=\"row\">%s</th><td>%.2f</td><td>%.2f</td></tr>\n",
                                                HtmlText.escaped(model),
                                                cost,
                                                costs.ofBase(cost))));
        page.append("</table></div>\n");
    }

    /** Where the records come from. */
    private static void data(Report report, StringBuilder page) {
        page.append("<h2>Data</h2>\n<div class=\"scroll\" tabindex=\"0\"><table>\n");
        page.append(
                """
                <tr><th scope="col">name</th><th scope="col">file</th><th scope="col">use</th>
                <th scope="col">source</th><th scope="col">licence</th></tr>
                """);
        for (DataCard card : report.data()) {
            page.append(
                    "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                            .formatted(
                                    HtmlText.escaped(card.name()),
                                    HtmlText.escaped(card.file()),
                                    card.use().words(),
                                    HtmlText.escaped(card.source().orElse("not said")),
                                    HtmlText.escaped(card.licence().orElse("not said"))));
        }
        page.append("</table></div>\n");
    }
}
