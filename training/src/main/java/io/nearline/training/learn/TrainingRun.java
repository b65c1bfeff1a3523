package io.nearline.training.learn;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.training.data.Batches;
import io.nearline.training.model.Parity;
import io.nearline.training.plan.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/**
 * A run of a plan in a directory of its own: a checkpoint every so many steps, and the model at the
 * end. Begun again in the same directory it continues with the last checkpoint.
 */
public final class TrainingRun {
    private static final String CHECKPOINT = "checkpoint";
    private static final String MODEL = "model";
    private static final int COMPARED = 50;

    private final Preparation prepared;
    private final Path directory;
    private final Trainer trainer;
    private final String digest;

    private TrainingRun(Preparation prepared, Path directory) throws IOException {
        this.prepared = prepared;
        this.directory = directory;
        this.digest = prepared.digest();
        TrainingPlan plan = prepared.plan();
        this.trainer =
                new Trainer(
                        prepared.scope(),
                        prepared.encoder(),
                        plan.schedule(),
                        new Batches(
                                prepared.tasks(),
                                plan.schedule().batch(),
                                plan.schedule().mixing(),
                                plan.seed()),
                        prepared.loss());
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
        if (Files.exists(run.file())) {
            Checkpoint found = Checkpoint.read(run.file());
            if (!found.plan().equals(run.digest)) {
                throw new TrainingFailedException(
                        "%s holds a run of another plan, other data or another base: give another directory, or remove it"
                                .formatted(directory));
            }
            run.trainer.restore(found);
        }
        return run;
    }

    /** Steps that are done. */
    public int steps() {
        return trainer.steps();
    }

    /**
     * Learns to the end of the schedule, then writes the model and compares it with the trainer's
     * vectors.
     *
     * @param progress is told of each step
     * @return that comparison
     * @throws TrainingFailedException if a step fails; the last checkpoint stays
     */
    public Parity finish(Consumer<Step> progress) throws IOException {
        int steps = prepared.plan().schedule().steps();
        while (trainer.steps() < steps) {
            progress.accept(trainer.next());
            if (trainer.steps() % prepared.plan().schedule().checkpoint() == 0
                    || trainer.steps() == steps) {
                trainer.checkpoint(digest).write(file());
            }
        }
        return writeModel();
    }

    /** Where the graph and the tokenizer of a finished run lie. */
    Path model() {
        return directory.resolve(MODEL);
    }

    boolean isFinished() {
        return trainer.steps() == prepared.plan().schedule().steps();
    }

    private Parity writeModel() throws IOException {
        Files.createDirectories(model());
        Path graph = model().resolve(ModelBundle.GRAPH);
        prepared.base().write(prepared.encoder().export(), graph);
        Files.copy(
                prepared.base().bundle().tokenizer(),
                model().resolve(ModelBundle.TOKENIZER),
                StandardCopyOption.REPLACE_EXISTING);
        ModelBundle draft = ModelBundle.draft(model(), prepared.base().manifest().asExported());
        try (ModelEncoder written = ModelEncoder.openUntested(draft)) {
            return Parity.between(
                            prepared.encoder(),
                            prepared.base()::tokenize,
                            written::vector,
                            prepared.texts(COMPARED))
                    .require(Parity.OF_GRAPH, graph.toString());
        }
    }

    private Path file() {
        return directory.resolve(CHECKPOINT);
    }
}
