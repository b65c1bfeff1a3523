package io.nearline.cli.evaluate;

import io.nearline.retrieval.evaluate.EvaluationReport;
import io.nearline.retrieval.evaluate.EvaluationReport.ModelResult;
import io.nearline.retrieval.evaluate.EvaluationReport.SetResult;
import io.nearline.retrieval.evaluate.Figure;
import io.nearline.retrieval.report.HtmlText;
import java.util.List;

/** A report as one page that needs nothing else: a table for each set, with plots in it. */
final class EvaluationPage {

    private static final String HEAD =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Evaluation of models</title>
            <style>
            :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --quiet: #57606a; --faint: #d0d7de;
              --m0: #0550ae; --m1: #953800; --m2: #116329; --m3: #6639ba; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e6edf3; --paper: #0d1117; --quiet: #a6aeb6; --faint: #3d444d;
                --m0: #79c0ff; --m1: #ffa657; --m2: #7ee787; --m3: #d2a8ff; } }
            body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; margin: 0; }
            main { max-width: 78rem; margin: 0 auto; padding: 1rem; }
            h2 { margin: 2rem 0 0; }
            small, .contents, th, footer { color: var(--quiet); }
            .models { list-style: none; padding: 0; overflow-wrap: anywhere; }
            .contents { margin: 0 0 .5rem; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: .1rem 1.2rem .1rem 0; white-space: nowrap; font-weight: 400; }
            tbody th { color: var(--ink); vertical-align: top; }
            tbody tr:first-child > * { border-top: 1px solid var(--faint); }
            .value { text-align: right; font-weight: 600; }
            .scale { display: flex; justify-content: space-between; }
            svg { width: 15rem; height: 1rem; display: block; }
            path { stroke: currentColor; fill: none; } circle { fill: currentColor; }
            .grid { stroke: var(--faint); } .published { stroke: var(--ink); stroke-width: 2; }
            .m0 { color: var(--m0); } .m1 { color: var(--m1); } .m2 { color: var(--m2); } .m3 { color: var(--m3); }
            @media (max-width: 45rem) {
              svg { width: 8rem; height: .55rem; } th, td { padding-right: .7rem; } table { font-size: 13px; }
              tbody th { white-space: normal; min-width: 5.5rem; } }
            </style>
            </head>
            <body>
            <main>
            <h1>Evaluation</h1>
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private EvaluationPage() {}

    /** The page. */
    static String of(EvaluationReport report) {
        return new EvaluationPage().write(report);
    }

    private String write(EvaluationReport report) {
        if (!report.sets().isEmpty()) {
            legend(report.sets().get(0).models());
        }
        report.sets().forEach(this::table);
        return page.append(
                        """
                        <p><small>%s</small></p>
                        </main>
                        </body>
                        </html>
                        """
                                .formatted(HtmlText.escaped(EvaluationTable.footnote(report))))
                .toString();
    }

    private void legend(List<ModelResult> models) {
        page.append("<ul class=\"models\">\n");
        for (int i = 0; i < models.size(); i++) {
            page.append(
                    "<li><strong class=\"%s\">%s</strong> <small>%s</small></li>\n"
                            .formatted(
                                    IntervalPlot.colour(i),
                                    HtmlText.escaped(models.get(i).model().name()),
                                    HtmlText.escaped(models.get(i).model().digest())));
        }
        page.append(
                """
                </ul>
                <p>A dot is the figure, its line the 95 % interval, an upright bar what was published.</p>
                """);
    }

    private void table(SetResult set) {
        boolean compares = set.models().size() > 1;
        IntervalPlot plot = IntervalPlot.of(set);
        page.append(
                """
                <h2>%1$s</h2>
                <p class="contents">%2$s</p>
                <div class="wide" tabindex="0" role="region" aria-label="Figures of %1$s"><table>
                <thead><tr><th scope="col">figure</th><th scope="col">model</th><th scope="col" class="value">value</th>\
                <th scope="col"><span class="scale">%3$s</span></th><th scope="col">95 %%</th><th scope="col">published</th>%4$s</tr></thead>
                """
                        .formatted(
                                HtmlText.escaped(set.name()),
                                HtmlText.escaped(set.contents()),
                                plot.scale(),
                                compares
                                        ? "<th scope=\"col\">above %s</th>"
                                                .formatted(
                                                        HtmlText.escaped(
                                                                set.models().get(0).model().name()))
                                        : ""));
        for (int figure = 0; figure < set.models().get(0).figures().size(); figure++) {
            rows(set, figure, plot, compares);
        }
        page.append("</table></div>\n");
    }

    private void rows(SetResult set, int place, IntervalPlot plot, boolean compares) {
        Figure first = set.models().get(0).figures().get(place);
        boolean any = FigureText.isTheSameForAll(set, first);
        int lines = any ? 1 : set.models().size();
        page.append("<tbody>\n");
        for (int i = 0; i < lines; i++) {
            ModelResult model = set.models().get(i);
            Figure reached = model.figures().get(place);
            page.append("<tr>");
            if (i == 0) {
                page.append(
                        "<th scope=\"rowgroup\" rowspan=\"%d\">%s</th>"
                                .formatted(lines, HtmlText.escaped(reached.name())));
            }
            page.append(
                    any
                            ? "<td>%s</td>".formatted(FigureText.ALL_MODELS)
                            : "<td class=\"%s\">%s</td>"
                                    .formatted(
                                            IntervalPlot.colour(i),
                                            HtmlText.escaped(model.model().name())));
            page.append(
                    "<td class=\"value\">%s</td><td>%s</td><td>%s</td><td>%s</td>"
                            .formatted(
                                    FigureText.value(reached),
                                    plot.draw(reached, i),
                                    FigureText.interval(reached),
                                    FigureText.published(reached)));
            page.append(
                    compares
                            ? "<td>%s</td></tr>\n"
                                    .formatted(any ? "" : FigureText.aboveFirst(model, reached))
                            : "</tr>\n");
        }
        page.append("</tbody>\n");
    }
}
