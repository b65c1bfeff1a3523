package io.nearline.training.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.training.learn.Outcome;
import io.nearline.training.learn.Preparation;
import io.nearline.training.learn.RunDirectory;
import io.nearline.training.learn.TransferPlan;
import io.nearline.training.learn.TransferPlan.Run;
import io.nearline.training.model.FrozenOutputs;
import io.nearline.training.report.Report;
import io.nearline.training.report.ReportJson;
import io.nearline.training.report.ReportPage;
import io.nearline.training.report.ReportTable;
import io.nearline.training.report.RunComparison;
import io.nearline.training.report.TransferTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what tasks do to each other. */
@Command(
        name = "transfer",
        description =
                "Trains all tasks of a plan together, once a seed, and each task alone with as many"
                        + " steps as it has among the others; then scores all of them in one"
                        + " report. What was interrupted goes on when it is started again.")
final class TransferCommand implements Callable<Integer> {
    private static final String TOGETHER = "together";

    @Spec private CommandSpec spec;

    @Mixin private PlanParameter plan;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Directory of the report, and of a directory for each run.")
    private Path directory;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "NUMBER",
            defaultValue = "13,14,15",
            description = "Seeds, with commas between them. Default: ${DEFAULT-VALUE}.")
    private List<Long> seeds;

    @Option(
            names = "--alone-seeds",
            paramLabel = "COUNT",
            defaultValue = "1",
            description =
                    "Seeds that each task alone is trained with, from the first one. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int aloneSeeds;

    @Option(
            names = "--resamples",
            paramLabel = "COUNT",
            defaultValue = "1000",
            description = "Draws behind each interval, 100 or more. Default: ${DEFAULT-VALUE}.")
    private int resamples;

    @Override
    public Integer call() throws IOException {
        if (seeds.stream().distinct().count() < seeds.size()) {
            throw refused("--seeds names a seed twice: give different ones");
        }
        if (aloneSeeds < 1 || aloneSeeds > seeds.size()) {
            throw refused(
                    "--alone-seeds is %d, and there are %d seeds: give 1 to %d"
                            .formatted(aloneSeeds, seeds.size(), seeds.size()));
        }
        return Interrupt.during(spec.commandLine().getErr(), this::trainAndReport);
    }

    private void trainAndReport(Interrupt interrupt) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Files.createDirectories(directory);
        try (Preparation first = plan.prepare()) {
            PlanText.print(first, out);
            TransferPlan transfer = TransferPlan.of(first, seeds, aloneSeeds);
            // The runs read many of the same texts.
            try (FrozenOutputs shared = first.openFrozenOutputs(directory)) {
                if (trained(transfer.runs(), shared, interrupt)) {
                    first.keepFrozenOutputs(shared);
                    report(first, transfer);
                }
            }
        }
    }

    /** Whether all of them came to their end. */
    private boolean trained(List<Run> runs, FrozenOutputs shared, Interrupt interrupt)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        RunCount count = new RunCount(runs, System::nanoTime);
        for (Run run : runs) {
            PlanText.line(out, "run", count.next());
            try (Preparation prepared = Preparation.of(run.plan(), plan.threads())) {
                prepared.keepFrozenOutputs(shared);
                Outcome outcome =
                        new OneRun(prepared, directory.resolve(run.name()), out).train(interrupt);
                if (outcome.end() == Outcome.End.STOPPED) {
                    return false;
                }
            }
        }
        return true;
    }

    private void report(Preparation prepared, TransferPlan transfer) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, List<Path>> models = new LinkedHashMap<>();
        models.put(TOGETHER, directories(transfer.together()));
        transfer.together()
                .forEach(run -> models.put(run.name(), List.of(directory.resolve(run.name()))));
        transfer.alone().forEach((task, runs) -> models.put("only " + task, directories(runs)));
        Report report =
                new RunComparison(prepared, resamples, what -> PlanText.line(out, "scoring", what))
                        .ofMeans(models);
        ReportTable.print(report, out);
        TransferTable.print(report, TOGETHER, "only ", out);
        ObjectMapper json = new ObjectMapper();
        json.writerWithDefaultPrettyPrinter()
                .writeValue(
                        new RunDirectory(directory).evaluation().toFile(), ReportJson.of(report));
        Path page = directory.resolve("evaluation.html");
        Files.writeString(page, ReportPage.of(report));
        PlanText.line(out, "page", page.toString());
    }

    private List<Path> directories(List<Run> runs) {
        return runs.stream().map(run -> directory.resolve(run.name())).toList();
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
