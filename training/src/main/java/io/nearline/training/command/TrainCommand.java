package io.nearline.training.command;

import io.nearline.training.learn.Outcome;
import io.nearline.training.learn.Preparation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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

    @Mixin private RunParameter plan;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Directory of the run. Made where absent; holds one run.")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        return Interrupt.during(spec.commandLine().getErr(), this::train);
    }

    private void train(Interrupt interrupt) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (Preparation prepared = plan.prepare()) {
            PlanText.print(prepared, out);
            Outcome outcome = new OneRun(prepared, directory, out).train(interrupt);
            if (outcome.kept().isPresent()) {
                PlanText.line(
                        out,
                        "next",
                        "./nearline author export PLAN --run %s --out BUNDLE --name NAME"
                                .formatted(directory));
            }
        }
    }
}
