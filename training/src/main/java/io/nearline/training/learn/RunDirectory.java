package io.nearline.training.learn;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files of a run. Checkpoint, kept weights and scores are there whole or as they were. */
public final class RunDirectory {
    private static final String CHECKPOINT = "checkpoint";
    private static final String KEPT = "kept";
    private static final String SCORES = "scores.json";
    private static final String SPLITS = "splits";
    private static final String MODEL = "model";
    private static final String EVALUATION = "evaluation.json";

    private final Path directory;

    /** The step of the last checkpoint; 0 without one. */
    private int saved;

    /** The files in a directory, which need not exist to be asked for. */
    public RunDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * Reads the checkpoint, if there is one.
     *
     * @param plan the digest that it must be of
     * @throws TrainingFailedException if it is of another
     */
    Optional<Checkpoint> checkpoint(String plan) throws IOException {
        Path file = directory.resolve(CHECKPOINT);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Checkpoint found = Checkpoint.read(file);
        if (!found.plan().equals(plan)) {
            throw new TrainingFailedException(
                    "%s holds a run of another plan, other data or another base: give another directory, or remove it"
                            .formatted(directory));
        }
        saved = found.updates();
        return Optional.of(found);
    }

    /**
     * Writes where the run stands.
     *
     * @throws TrainingFailedException if that fails; the checkpoint before stays
     */
    void saveCheckpoint(Checkpoint checkpoint) {
        write(CHECKPOINT, checkpoint.updates(), checkpoint::write);
        saved = checkpoint.updates();
    }

    /**
     * Writes the weights to keep.
     *
     * @throws TrainingFailedException if that fails; those before stay
     */
    void keep(Checkpoint weights) {
        write(KEPT, weights.updates(), weights::write);
    }

    /**
     * Writes the scores so far.
     *
     * @param step where the run stands
     * @throws TrainingFailedException if that fails; those before stay
     */
    void save(ScoreHistory scores, int step) {
        write(SCORES, step, scores::write);
    }

    /** Writes what the run learns from and what it holds out, as a digest. */
    void saveSplits(String digest) throws IOException {
        Files.writeString(directory.resolve(SPLITS), digest);
    }

    private interface ToWrite {
        void to(Path target) throws IOException;
    }

    private void write(String file, int step, ToWrite content) {
        Path target = directory.resolve(file);
        try {
            content.to(target);
        } catch (IOException e) {
            throw new TrainingFailedException(
                    "%s cannot be written at step %d: %s. %s; make room and give the same command again"
                            .formatted(target, step, reason(e), standing()));
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

    /** Whether there are weights to keep. */
    boolean hasKept() {
        return Files.exists(directory.resolve(KEPT));
    }

    /** The step that the weights to keep are from. */
    int keptStep() throws IOException {
        return Checkpoint.read(directory.resolve(KEPT)).updates();
    }

    /**
     * Gives the encoders the weights that the run keeps, whose plan may differ in all but the data:
     * other tasks' weights, another seed or another schedule.
     *
     * @return the step that they are from
     * @throws TrainingFailedException if there are none, or if the run learned from other records,
     *     since these may be held out here
     */
    public int takeKept(Preparation prepared) throws IOException {
        Path splits = directory.resolve(SPLITS);
        if (!hasKept() || !Files.exists(splits)) {
            throw new TrainingFailedException(
                    "%s has nothing to keep: train it to the end first".formatted(directory));
        }
        if (!Files.readString(splits).equals(prepared.splitDigest())) {
            throw new TrainingFailedException(
                    "%s learned from other data, with other held-out parts, roles, prefixes or vocabulary, so it may have seen what is scored here, or read it otherwise: train it anew"
                            .formatted(directory));
        }
        Path file = directory.resolve(KEPT);
        Checkpoint kept = Checkpoint.read(file);
        WeightAverage.restore(prepared.model().learning(), kept, file.toString());
        return kept.updates();
    }

    /** Bytes of the run that stands here; 0 where there is none. */
    long size() throws IOException {
        long size = 0;
        for (String file : List.of(CHECKPOINT, KEPT)) {
            Path at = directory.resolve(file);
            size += Files.isRegularFile(at) ? Files.size(at) : 0;
        }
        return size;
    }

    /** Where the scores lie. */
    Path scores() {
        return directory.resolve(SCORES);
    }

    /** Where the graph and the tokenizer lie. */
    Path model() {
        return directory.resolve(MODEL);
    }

    /** Where an evaluation lies, if there is one. */
    public Path evaluation() {
        return directory.resolve(EVALUATION);
    }
}
