package io.nearline.training.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.training.learn.Preparation;
import io.nearline.training.learn.RunDirectory;
import io.nearline.training.report.Report;
import io.nearline.training.report.ReportJson;
import io.nearline.training.report.ReportPage;
import io.nearline.training.report.ReportTable;
import io.nearline.training.report.RunComparison;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says whether a run made the base better. */
@Command(
        name = "evaluate",
        description =
                "Scores the base and a run on all that the plan holds out for the report, each"
                        + " difference with its interval. Writes a table, and into the run's"
                        + " directory evaluation.json and evaluation.html.")
final class EvaluateCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private RunParameter plan;

    @Option(
            names = "--run",
            required = true,
            paramLabel = "DIR",
            description = "Directory of the run, as given to 'author train --out'.")
    private Path directory;

    @Option(
            names = "--compare",
            paramLabel = "NAME=DIR",
            description =
                    "Another run of the same data, such as one of a single task; may be given"
                            + " several times.")
    private Map<String, Path> others = new LinkedHashMap<>();

    @Option(
            names = "--int8",
            description =
                    "Also score the run in int8, quantised as 'model package --calibrate' does it,"
                            + " with scales from texts of the tasks. Takes minutes more.")
    private boolean int8;

    @Option(
            names = "--resamples",
            paramLabel = "COUNT",
            defaultValue = "1000",
            description = "Draws behind each interval, 100 or more. Default: ${DEFAULT-VALUE}.")
    private int resamples;

    @Override
    public Integer call() throws IOException {
        return Interrupt.during(spec.commandLine().getErr(), interrupt -> evaluate());
    }

    private void evaluate() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Path> runs = new LinkedHashMap<>();
        runs.put(directory.toAbsolutePath().normalize().getFileName().toString(), directory);
        runs.putAll(others);
        try (Preparation prepared = plan.prepare()) {
            RunComparison comparison =
                    new RunComparison(
                            prepared, resamples, what -> PlanText.line(out, "scoring", what));
            Report report = withServedForms(comparison, runs);
            ReportTable.print(report, out);
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(
                            new RunDirectory(directory).evaluation().toFile(),
                            ReportJson.of(report));
            Path page = directory.resolve("evaluation.html");
            Files.writeString(page, ReportPage.of(report));
            PlanText.line(out, "page", page.toString());
        }
    }

    private Report withServedForms(RunComparison comparison, Map<String, Path> runs)
            throws IOException {
        Path scratch = Files.createTempDirectory(directory, "served-");
        try {
            comparison.alsoCosts(Files.createDirectory(scratch.resolve("fp32")));
            if (int8) {
                comparison.alsoInt8(Files.createDirectory(scratch.resolve("int8")), plan.threads());
            }
            return comparison.of(runs);
        } finally {
            // It holds texts, and bundles that nobody named.
            try (Stream<Path> written = Files.walk(scratch)) {
                for (Path one : written.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
    }
}
