package io.nearline.cli.evaluate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.cli.directories.Installation;
import io.nearline.cli.terminal.CommandException;
import io.nearline.cli.terminal.Heartbeat;
import io.nearline.cli.terminal.StatusLine;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.operations.bundles.InstalledBundles;
import io.nearline.retrieval.evaluate.Evaluation;
import io.nearline.retrieval.evaluate.EvaluationReport;
import io.nearline.retrieval.evaluate.Figure;
import io.nearline.retrieval.evaluate.Progress;
import io.nearline.retrieval.evaluate.SetDescriptions;
import io.nearline.retrieval.evaluate.SetSource;
import io.nearline.retrieval.evaluate.SetSource.Kind;
import io.nearline.retrieval.measure.Bootstrap;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures models by labelled sets. */
@Command(
        name = "evaluate",
        description = {
            "Measures models by labelled sets: embeds the texts as the service does, searches them"
                    + " in a real index by vector, by words and by both, and shows each figure with"
                    + " a 95 %% interval, beside the published one where the set names one. Several"
                    + " bundles are compared with the first by the interval of the difference.",
            "Files are plain or .gz; docs/reference/evaluation.md has their formats.",
            "Exit code 1 if a figure is below --fail-below."
        })
public final class EvaluateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "SETS",
            arity = "0..*",
            description =
                    "JSON files that describe sets: name, kind, path, columns, published figures.")
    private List<Path> described = new ArrayList<>();

    @Option(
            names = "--bundle",
            paramLabel = "BUNDLE",
            defaultValue = InstalledBundles.DEFAULT,
            description =
                    "A bundle's directory, or the name of one that comes with Nearline; give it"
                            + " again to compare. Default: ${DEFAULT-VALUE}.")
    private List<String> bundles = new ArrayList<>();

    @Option(
            names = "--output",
            paramLabel = "NAME",
            description =
                    "Measure this further output of the bundles, such as short, instead of their"
                            + " main vectors.")
    private Optional<String> output = Optional.empty();

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            description = "Score, sentence, sentence: Spearman's rho of the cosines.")
    private List<Path> pairs = new ArrayList<>();

    @Option(
            names = "--retrieval",
            paramLabel = "DIR",
            description =
                    "A corpus, queries and judgements as BEIR has them: nDCG@10, recall, MRR@10 by"
                            + " vector, by words and by both.")
    private List<Path> retrieval = new ArrayList<>();

    @Option(
            names = "--clusters",
            paramLabel = "FILE",
            description = "Columns label and text: V-measure of k-means.")
    private List<Path> clusters = new ArrayList<>();

    @Option(
            names = "--translations",
            paramLabel = "FILE",
            description =
                    "Columns lang, text and english: how often the nearest sentence is the"
                            + " translation.")
    private List<Path> translations = new ArrayList<>();

    @Option(
            names = "--neighbours",
            paramLabel = "FILE",
            description = "Column text: recall@10 of the index against an exact search.")
    private List<Path> neighbours = new ArrayList<>();

    @Option(
            names = "--resamples",
            paramLabel = "COUNT",
            defaultValue = "" + Bootstrap.DEFAULT_RESAMPLES,
            description =
                    "How often the items are drawn anew for the intervals, 100 or more. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int resamples;

    @Option(
            names = "--fail-below",
            paramLabel = "FIGURE=VALUE",
            description =
                    "End with exit code 1 if a figure of this name is below, such as"
                            + " spearman=0.86; may be given again.")
    private Map<String, Double> least = new LinkedHashMap<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the report as JSON too.")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the report as a page with plots too; it needs no other file.")
    private Optional<Path> html = Optional.empty();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (resamples < 100) {
            throw new ParameterException(
                    spec.commandLine(), "--resamples is %d; 100 or more".formatted(resamples));
        }
        List<SetSource> sets = sets();
        List<Path> models = Installation.bundles().findDistinct(bundles);
        EvaluationReport report = run(models, sets, err);
        EvaluationTable.print(report, out);
        if (json.isPresent()) {
            Files.writeString(
                    json.get(),
                    new ObjectMapper()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(EvaluationJson.of(report))
                            + "\n");
        }
        if (html.isPresent()) {
            Files.writeString(html.get(), EvaluationPage.of(report));
        }
        return reachesAll(report, err) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<SetSource> sets() throws IOException {
        List<SetSource> sets = new ArrayList<>();
        for (Path description : described) {
            sets.addAll(SetDescriptions.read(description));
        }
        pairs.forEach(path -> sets.add(SetSource.of(Kind.PAIRS, path)));
        retrieval.forEach(path -> sets.add(SetSource.of(Kind.RETRIEVAL, path)));
        clusters.forEach(path -> sets.add(SetSource.of(Kind.CLUSTERS, path)));
        translations.forEach(path -> sets.add(SetSource.of(Kind.TRANSLATIONS, path)));
        neighbours.forEach(path -> sets.add(SetSource.of(Kind.NEIGHBOURS, path)));
        if (sets.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no set is given: name one with --pairs, --retrieval, --clusters,"
                            + " --translations, --neighbours, or a file that describes sets");
        }
        return sets;
    }

    private EvaluationReport run(List<Path> models, List<SetSource> sets, PrintWriter err)
            throws IOException {
        Shown progress = new Shown();
        EngineOptions engine = EngineOptions.forCpus(Runtime.getRuntime().availableProcessors());
        try (Heartbeat heartbeat = Heartbeat.start(new StatusLine(err), progress::toString)) {
            Evaluation evaluation =
                    output.map(name -> Evaluation.ofOutput(engine, name, resamples, progress))
                            .orElseGet(() -> new Evaluation(engine, resamples, progress));
            EvaluationReport report = evaluation.run(models, sets);
            heartbeat.stop();
            return report;
        }
    }

    private boolean reachesAll(EvaluationReport report, PrintWriter err) {
        boolean all = true;
        for (Map.Entry<String, Double> bar : least.entrySet()) {
            List<Figure> named =
                    report.figures().filter(one -> one.name().equals(bar.getKey())).toList();
            if (named.isEmpty()) {
                throw new CommandException(
                        "--fail-below: no set has a figure '%s', only %s"
                                .formatted(
                                        bar.getKey(),
                                        report.figures().map(Figure::name).distinct().toList()));
            }
            for (Figure figure : named) {
                // So that a figure that is no number is below.
                if (!(figure.value() >= bar.getValue())) {
                    err.printf(
                            Locale.ROOT,
                            "%s is %.4f, below %s%n",
                            figure.name(),
                            figure.value(),
                            bar.getValue());
                    all = false;
                }
            }
        }
        err.flush();
        return all;
    }

    /** What is being done, for whoever looks from another thread. */
    private static final class Shown implements Progress {

        private volatile String step = "starting";
        private volatile long all;
        private volatile long done;

        @Override
        public void begin(String next, long of) {
            done = 0;
            all = of;
            step = next;
        }

        @Override
        public void reached(long count) {
            done = count;
        }

        @Override
        public String toString() {
            return all == 0 ? step : String.format(Locale.ROOT, "%s: %,d of %,d", step, done, all);
        }
    }
}
