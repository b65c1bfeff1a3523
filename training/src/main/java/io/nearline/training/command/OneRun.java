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

/** Trains a prepared plan in a directory, and says how it goes. */
final class OneRun {
    private final Preparation prepared;
    private final Path directory;
    private final PrintWriter out;

    OneRun(Preparation prepared, Path directory, PrintWriter out) {
        this.prepared = prepared;
        this.directory = directory;
        this.out = out;
    }

    /**
     * Begins, or continues with the checkpoint that lies there.
     *
     * @param interrupt ends it after a step
     * @throws TrainingFailedException if there is too little memory or disk for it
     */
    Outcome train(Interrupt interrupt) throws IOException {
        requireRoom();
        TrainingRun run = TrainingRun.open(prepared, directory);
        if (run.steps() > 0) {
            PlanText.line(
                    out, "continues", String.format(Locale.ROOT, "after step %d", run.steps()));
        }
        if (run.steps() < prepared.plan().schedule().steps()) {
            mining();
        }
        ProgressLines lines =
                new ProgressLines(
                        out, prepared.plan().schedule().steps(), run.steps(), System::nanoTime);
        interrupt.calls(run::stop);
        try {
            Outcome outcome = run.finish(lines);
            print(outcome);
            return outcome;
        } finally {
            interrupt.interruptsAgain();
        }
    }

    private void mining() {
        prepared.tasks().stream()
                .filter(task -> task.negatives() > 0)
                .forEach(
                        task ->
                                PlanText.line(
                                        out,
                                        "negatives",
                                        String.format(
                                                Locale.ROOT,
                                                "%s: looks for the nearest of %,d texts to each",
                                                task.name(),
                                                task.right().size())));
    }

    private void requireRoom() throws IOException {
        Optional<String> lacking = MemoryNeed.of(prepared).lacking(MemoryRoom.now());
        if (lacking.isEmpty()) {
            lacking = DiskNeed.of(prepared).lacking(directory, DiskNeed.room(directory));
        }
        if (lacking.isPresent()) {
            throw new TrainingFailedException(lacking.get());
        }
    }

    private void print(Outcome outcome) {
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
    }
}
