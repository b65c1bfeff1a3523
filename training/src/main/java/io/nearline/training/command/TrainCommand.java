package io.nearline.training.command;

import io.nearline.training.learn.DiskNeed;
import io.nearline.training.learn.MemoryNeed;
import io.nearline.training.learn.MemoryRoom;
import io.nearline.training.learn.Outcome;
import io.nearline.training.learn.Preparation;
import io.nearline.training.learn.TrainingFailedException;
import io.nearline.training.learn.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
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
        try (Interrupt interrupt = new Interrupt();
                Preparation prepared = plan.prepare()) {
            PlanText.print(prepared, out);
            requireRoom(prepared);
            TrainingRun run = TrainingRun.open(prepared, directory);
            if (run.steps() > 0) {
                PlanText.line(
                        out, "continues", String.format(Locale.ROOT, "after step %d", run.steps()));
            }
            ProgressLines lines =
                    new ProgressLines(
                            out, prepared.plan().schedule().steps(), run.steps(), System::nanoTime);
            interrupt.calls(run::stop);
            print(run.finish(lines), out);
        }
        return ExitCode.OK;
    }

    private void requireRoom(Preparation prepared) throws IOException {
        Optional<String> lacking = MemoryNeed.of(prepared).lacking(MemoryRoom.now());
        if (lacking.isEmpty()) {
            lacking = DiskNeed.of(prepared).lacking(directory, DiskNeed.room(directory));
        }
        if (lacking.isPresent()) {
            throw new TrainingFailedException(lacking.get());
        }
    }

    private void print(Outcome outcome, PrintWriter out) {
        PlanText.line(
                out,
                "ends",
                switch (outcome.end()) {
                    case SCHEDULE -> "after step %d, as planned".formatted(outcome.steps());
                    case PATIENCE -> "after step %d: no better scores".formatted(outcome.steps());
                    case STOPPED ->
                            "after step %d: stopped; the same command goes on"
                                    .formatted(outcome.steps());
                });
        if (outcome.kept().isEmpty()) {
            PlanText.line(out, "keeps", "nothing but the checkpoint: nothing was scored yet");
            return;
        }
        PlanText.line(out, "keeps", "the weights of step %d".formatted(outcome.kept().get()));
        outcome.parity()
                .ifPresent(
                        parity -> PlanText.parity(out, "model", parity, "the trainer's vectors"));
        PlanText.line(
                out,
                "next",
                "./nearline author export PLAN --run %s --out BUNDLE --name NAME"
                        .formatted(directory));
    }
}
