package io.nearline.training.command;

import io.nearline.training.learn.Preparation;
import io.nearline.training.learn.TrainingRun;
import io.nearline.training.model.Parity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a plan. */
@Command(
        name = "train",
        description =
                "Trains by a plan. A run that was interrupted continues with its last checkpoint"
                        + " when it is started again. At the end the model is written and compared"
                        + " with the trainer's vectors; 'author export' makes a bundle of it.")
final class TrainCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Mixin private PlanParameter plan;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Directory of the run. Made where absent; holds one run.")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Preparation prepared = plan.prepare()) {
            PlanText.print(prepared, out);
            TrainingRun run = TrainingRun.open(prepared, directory);
            if (run.steps() > 0) {
                PlanText.line(
                        out, "continues", String.format(Locale.ROOT, "after step %d", run.steps()));
            }
            ProgressLines lines =
                    new ProgressLines(
                            out, prepared.plan().schedule().steps(), run.steps(), System::nanoTime);
            Parity parity = run.finish(lines);
            PlanText.parity(out, "model", parity, "the trainer's vectors");
            PlanText.line(
                    out,
                    "next",
                    String.format(
                            Locale.ROOT,
                            "./nearline author export PLAN --run %s --out BUNDLE --name NAME",
                            directory));
        }
        return ExitCode.OK;
    }
}
