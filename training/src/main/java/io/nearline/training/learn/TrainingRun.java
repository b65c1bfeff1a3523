package io.nearline.training.learn;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.training.evaluate.TaskSet;
import io.nearline.training.learn.Outcome.End;
import io.nearline.training.model.Parity;
import io.nearline.training.plan.TrainingPlan;
import java.io.IOException;
import java.nio.file.FileSystemException;
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
    /** What 'author evaluate' leaves in a run's directory. */
    public static final String EVALUATION = "evaluation.json";

    private static final String CHECKPOINT = "checkpoint";
    private static final String KEPT = "kept";
    private static final String SCORES = "scores.json";
    private static final String SPLITS = "splits";
    private static final String MODEL = "model";
    private static final int COMPARED = 50;

    private final Preparation prepared;
    private final Path directory;
    private final Trainer trainer;
    private final WeightAverage average;
    private final ScoreHistory history;
    private final String digest;

    /** The step of the last checkpoint; 0 without one. */
    private int saved;

    private volatile boolean stopWanted;

    private TrainingRun(Preparation prepared, Path directory) throws IOException {
        this.prepared = prepared;
        this.directory = directory;
        this.digest = prepared.digest();
        TrainingPlan plan = prepared.plan();
        prepared.keepFrozenOutputs(directory);
        this.average = new WeightAverage(prepared.model().learning(), plan.scoring().average());
        this.trainer = Trainer.of(prepared);
        this.history =
                ScoreHistory.read(
                        directory.resolve(SCORES), plan.drawn(), plan.scoring().tolerance());
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
        Path checkpoint = directory.resolve(CHECKPOINT);
        if (Files.exists(checkpoint)) {
            Checkpoint found = Checkpoint.read(checkpoint);
            if (!found.plan().equals(run.digest)) {
                throw new TrainingFailedException(
                        "%s holds a run of another plan, other data or another base: give another directory, or remove it"
                                .formatted(directory));
            }
            run.trainer.restore(found);
            run.saved = found.updates();
        }
        Files.writeString(directory.resolve(SPLITS), prepared.splitDigest());
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
                write(CHECKPOINT, trainer.checkpoint(digest)::write);
                saved = trainer.steps();
            }
        }
    }

    private interface ToWrite {
        void to(Path target) throws IOException;
    }

    /**
     * Writes one of the run's files, whole or not at all.
     *
     * @throws TrainingFailedException if that fails; the file that was there stays
     */
    private void write(String file, ToWrite content) {
        Path target = directory.resolve(file);
        try {
            content.to(target);
        } catch (IOException e) {
            throw new TrainingFailedException(
                    "%s cannot be written at step %d: %s. %s; make room and give the same command again"
                            .formatted(target, trainer.steps(), reason(e), standing()));
        }
    }

    private static String reason(IOException failure) {
        return failure instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : String.valueOf(failure.getMessage());
    }

    private String standing() {
        return saved == 0
                ? "There is no checkpoint yet"
                : "The checkpoint of step %d stays".formatted(saved);
    }

    /** Bytes of a run that stands in a directory; 0 where there is none. */
    static long size(Path directory) throws IOException {
        long size = 0;
        for (String file : List.of(CHECKPOINT, KEPT)) {
            Path at = directory.resolve(file);
            size += Files.isRegularFile(at) ? Files.size(at) : 0;
        }
        return size;
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
        if (!Files.exists(directory.resolve(KEPT))) {
            return new Outcome(end, trainer.steps(), Optional.empty(), Optional.empty());
        }
        if (end == End.STOPPED) {
            // The runtime that compares the model may be gone while a JVM ends; the export does it.
            int kept = Checkpoint.read(directory.resolve(KEPT)).updates();
            return new Outcome(end, trainer.steps(), Optional.of(kept), Optional.empty());
        }
        int kept = takeKept();
        return new Outcome(end, trainer.steps(), Optional.of(kept), Optional.of(writeModel()));
    }

    private void scoreBase(RunListener listener) {
        if (isScored() && history.isEmpty()) {
            history.add(0, average.withBase(() -> scores(prepared::scoreBase)));
            write(SCORES, history::write);
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
        write(SCORES, history::write);
        listener.scored(history.last());
    }

    private void keep() {
        write(KEPT, average.checkpoint(digest, trainer.steps())::write);
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
        if (!Files.exists(directory.resolve(KEPT))) {
            throw new TrainingFailedException(
                    "the run stands at step %d of %d and has nothing to keep yet: train it to the end first"
                            .formatted(trainer.steps(), prepared.plan().schedule().steps()));
        }
        return takeKept(prepared, directory);
    }

    /**
     * Gives the encoders the weights that a run keeps, whose plan may differ in all but the data:
     * other tasks' weights, another seed or another schedule.
     *
     * @return the step that they are from
     * @throws TrainingFailedException if there are none, or if the run learned from other records,
     *     since these may be held out here
     */
    public static int takeKept(Preparation prepared, Path directory) throws IOException {
        Path file = directory.resolve(KEPT);
        Path splits = directory.resolve(SPLITS);
        if (!Files.exists(file) || !Files.exists(splits)) {
            throw new TrainingFailedException(
                    "%s has nothing to keep: train it to the end first".formatted(directory));
        }
        if (!Files.readString(splits).equals(prepared.splitDigest())) {
            throw new TrainingFailedException(
                    "%s learned from other data, with other held-out parts, roles, prefixes or vocabulary, so it may have seen what is scored here, or read it otherwise: train it anew"
                            .formatted(directory));
        }
        Checkpoint kept = Checkpoint.read(file);
        WeightAverage.restore(prepared.model().learning(), kept, file.toString());
        return kept.updates();
    }

    /** Writes the graphs with the encoders' weights as they are, and the tokenizer. */
    Parity writeModel() throws IOException {
        prepared.model().writeWithTokenizer(model());
        ModelBundle draft = ModelBundle.draft(model(), prepared.model().manifest());
        try (ByRole<ModelEncoder> written =
                new ByRole<>(
                        role -> ModelEncoder.openUntested(draft.enteredBy(role)),
                        ModelEncoder::close)) {
            return Parity.between(
                            prepared.model()::vectors,
                            prepared::input,
                            text -> written.of(prepared.entry(text)).vector(text),
                            prepared.texts(COMPARED))
                    .require(Parity.OF_GRAPH, model().resolve(ModelBundle.GRAPH).toString());
        }
    }

    /** Where an evaluation lies, if there is one. */
    Path evaluation() {
        return directory.resolve(EVALUATION);
    }

    /** Where the graph and the tokenizer lie. */
    Path model() {
        return directory.resolve(MODEL);
    }
}
