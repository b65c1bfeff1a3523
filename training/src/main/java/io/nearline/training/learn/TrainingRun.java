package io.nearline.training.learn;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.training.evaluate.TaskSet;
import io.nearline.training.learn.Outcome.End;
import io.nearline.training.model.Parity;
import io.nearline.training.plan.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of a plan in a directory of its own: a checkpoint every so many steps, the weights to keep,
 * and the model at the end. Begun again in the same directory it continues with the last
 * checkpoint. Where the plan holds something out, what is kept are the weights with the best
 * scores; else the last ones.
 */
public final class TrainingRun {
    private static final int COMPARED = 50;

    private final Preparation prepared;
    private final RunDirectory files;
    private final Trainer trainer;
    private final WeightAverage average;
    private final ScoreHistory history;
    private final String digest;

    private volatile boolean stopWanted;

    private TrainingRun(Preparation prepared, Path directory) throws IOException {
        this.prepared = prepared;
        this.files = new RunDirectory(directory);
        this.digest = prepared.digest();
        TrainingPlan plan = prepared.plan();
        prepared.keepFrozenOutputs(directory);
        this.average = new WeightAverage(prepared.model().learning(), plan.scoring().average());
        this.trainer = Trainer.of(prepared);
        this.history = ScoreHistory.read(files.scores(), plan.drawn(), plan.scoring().tolerance());
    }

    /**
     * Begins, or continues with the checkpoint that lies there.
     *
     * @param directory is made where absent
     * @throws TrainingFailedException if the directory holds a run of another plan
     */
    public static TrainingRun open(Preparation prepared, Path directory) throws IOException {
        Files.createDirectories(directory);
        TrainingRun run = new TrainingRun(prepared, directory);
        run.files.checkpoint(run.digest).ifPresent(run.trainer::restore);
        run.files.saveSplits(prepared.splitDigest());
        // What was scored after the checkpoint is learned and scored again.
        run.history.rewind(run.trainer.steps());
        return run;
    }

    /** Steps that are done. */
    public int steps() {
        return trainer.steps();
    }

    /** Asks a run to end after its step; from any thread. */
    public void stop() {
        stopWanted = true;
    }

    /**
     * Learns until the schedule is done, no better scores come, or {@link #stop} is called; then
     * writes the model with the weights to keep, and compares it with the trainer's vectors.
     *
     * @throws TrainingFailedException if a step fails or a file cannot be written; the last
     *     checkpoint stays
     */
    public Outcome finish(RunListener listener) throws IOException {
        try (Trainer learning = trainer) {
            learn(learning, listener);
        }
        return outcome();
    }

    private void learn(Trainer trainer, RunListener listener) {
        scoreBase(listener);
        if (!isFinished()) {
            HardNegatives.mine(prepared);
        }
        while (!isFinished() && !stopWanted) {
            listener.learned(trainer.next());
            boolean last = trainer.steps() == prepared.plan().schedule().steps();
            if (isScored() && (last || trainer.steps() % prepared.plan().scoring().every() == 0)) {
                score(listener);
            } else if (last && !isScored()) {
                keep();
            }
            if (last || stopWanted || isFinished() || isCheckpointDue()) {
                files.saveCheckpoint(trainer.checkpoint(digest));
            }
        }
    }

    private boolean isCheckpointDue() {
        return trainer.steps() % prepared.plan().schedule().checkpoint() == 0
                || (isScored() && trainer.steps() % prepared.plan().scoring().every() == 0);
    }

    private Outcome outcome() throws IOException {
        End end =
                trainer.steps() == prepared.plan().schedule().steps()
                        ? End.SCHEDULE
                        : isFinished() ? End.PATIENCE : End.STOPPED;
        if (!files.hasKept()) {
            return new Outcome(end, trainer.steps(), Optional.empty(), Optional.empty());
        }
        if (end == End.STOPPED) {
            // The runtime that compares the model may be gone while a JVM ends; the export does it.
            return new Outcome(
                    end, trainer.steps(), Optional.of(files.keptStep()), Optional.empty());
        }
        int kept = takeKept();
        return new Outcome(end, trainer.steps(), Optional.of(kept), Optional.of(writeModel()));
    }

    private void scoreBase(RunListener listener) {
        if (isScored() && history.isEmpty()) {
            history.add(0, average.withBase(() -> scores(prepared::scoreBase)));
            files.save(history, trainer.steps());
        }
        if (isScored() && trainer.steps() == 0) {
            listener.scored(history.last());
        }
    }

    private void score(RunListener listener) {
        history.add(trainer.steps(), average.withMean(() -> scores(prepared::score)));
        if (history.last().isBest()) {
            keep();
        }
        files.save(history, trainer.steps());
        listener.scored(history.last());
    }

    private void keep() {
        files.keep(average.checkpoint(digest, trainer.steps()));
    }

    /** Of each task, the mean of its parts. */
    private Map<String, Double> scores(Scorer scorer) {
        Map<String, List<Double>> parts = new LinkedHashMap<>();
        for (TaskSet part : prepared.data().dev()) {
            parts.computeIfAbsent(part.task(), task -> new ArrayList<>())
                    .add(scorer.score(part.set(), prepared.plan().scoring().tokens()).value());
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        parts.forEach(
                (task, all) ->
                        scores.put(
                                task,
                                all.stream().mapToDouble(x -> x).average().orElse(Double.NaN)));
        return scores;
    }

    private boolean isScored() {
        return !prepared.data().dev().isEmpty();
    }

    private boolean isFinished() {
        return trainer.steps() == prepared.plan().schedule().steps()
                || (isScored() && history.sinceBest() >= prepared.plan().scoring().patience());
    }

    /**
     * Gives the encoders the weights to keep, in place of those that learn.
     *
     * @return the step that they are from
     * @throws TrainingFailedException if there are none yet
     */
    int takeKept() throws IOException {
        if (!files.hasKept()) {
            throw new TrainingFailedException(
                    "the run stands at step %d of %d and has nothing to keep yet: train it to the end first"
                            .formatted(trainer.steps(), prepared.plan().schedule().steps()));
        }
        return files.takeKept(prepared);
    }

    /** Writes the graphs with the encoders' weights as they are, and the tokenizer. */
    Parity writeModel() throws IOException {
        Path model = files.model();
        prepared.model().writeWithTokenizer(model);
        ModelBundle draft = ModelBundle.draft(model, prepared.model().manifest());
        try (ByRole<ModelEncoder> written =
                new ByRole<>(
                        role -> ModelEncoder.openUntested(draft.enteredBy(role)),
                        ModelEncoder::close)) {
            return Parity.between(
                            prepared.model()::vectors,
                            prepared::input,
                            text -> written.of(prepared.entry(text)).vector(text),
                            prepared.texts(COMPARED))
                    .require(Parity.OF_GRAPH, model.resolve(ModelBundle.GRAPH).toString());
        }
    }

    /** The run's files. */
    RunDirectory files() {
        return files;
    }
}
