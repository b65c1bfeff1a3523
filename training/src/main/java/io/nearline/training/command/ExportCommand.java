package io.nearline.training.command;

import io.nearline.embedding.bundle.ModelOutput;
import io.nearline.training.learn.ModelExport;
import io.nearline.training.learn.Preparation;
import io.nearline.training.learn.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes a bundle of a finished run. */
@Command(
        name = "export",
        description =
                "Packages the model of a finished run as a bundle with the settings of its base,"
                    + " opens it as the job would, and compares what it serves with the trainer's"
                    + " vectors.")
final class ExportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private RunParameter plan;

    @Option(
            names = "--run",
            required = true,
            paramLabel = "DIR",
            description = "Directory of the run, as given to 'author train --out'.")
    private Path directory;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "BUNDLE",
            description = "Directory to make. Must not exist.")
    private Path target;

    @Option(
            names = "--name",
            required = true,
            description = "Name of the model: a-z, 0-9, '.', '_', '-'.")
    private String name;

    @Option(
            names = "--head-as",
            paramLabel = "OUTPUT",
            description =
                    "Keep the whole vector as the bundle's own, and the head's beside it as the"
                            + " output of this name, made in the same pass. Default: the head's"
                            + " vector alone, where the plan has one.")
    private Optional<String> headAs = Optional.empty();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (headAs.filter(output -> !ModelOutput.isName(output)).isPresent()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--head-as is '%s': use only a-z, 0-9 and '-'".formatted(headAs.get()));
        }
        return Interrupt.during(spec.commandLine().getErr(), interrupt -> export(out));
    }

    private void export(PrintWriter out) throws IOException {
        try (Preparation prepared = plan.prepare()) {
            TrainingRun run = TrainingRun.open(prepared, directory);
            int cpus = plan.threads();
            ModelExport made =
                    headAs.isPresent()
                            ? ModelExport.besideTheWhole(
                                    prepared, run, target, name, headAs.get(), cpus)
                            : ModelExport.of(prepared, run, target, name, cpus);
            PlanText.line(
                    out,
                    "bundle",
                    String.format(
                            Locale.ROOT,
                            "%s, digest %s",
                            made.packaged().bundle().id().name(),
                            made.packaged().bundle().id().digest()));
            PlanText.line(out, "graph", made.packaged().graph().toString());
            PlanText.parity(out, "served", made.parity(), "the trainer's vectors");
            PlanText.line(out, "next", "./nearline author stage %s".formatted(target));
        }
    }
}
