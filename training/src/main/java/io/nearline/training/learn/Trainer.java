package io.nearline.training.learn;

import io.nearline.training.data.Batch;
import io.nearline.training.data.Batches;
import io.nearline.training.model.Encoder;
import io.nearline.training.plan.Schedule;
import io.nearline.training.tensor.AdamW;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import java.util.ArrayList;
import java.util.List;

/** Learns from one batch after the other. Used by one thread. */
final class Trainer {
    /** Their layers' outputs take up to a gigabyte while all of them learn. */
    static final int TOKENS_AT_ONCE = 4096;

    private final BatchGradients gradients;
    private final Schedule schedule;
    private final Batches batches;
    private final BatchLoss losses;
    private final AdamW optimiser;

    /**
     * For the weights that learn now.
     *
     * @param scope owns the optimiser's memory
     */
    Trainer(Scope scope, Encoder encoder, Schedule schedule, Batches batches, BatchLoss losses) {
        this.gradients = new BatchGradients(scope, encoder, TOKENS_AT_ONCE);
        this.schedule = schedule;
        this.batches = batches;
        this.losses = losses;
        List<Parameter> learning = new ArrayList<>(encoder.learning());
        learning.addAll(losses.learning());
        this.optimiser =
                new AdamW(scope, learning, (float) schedule.decay(), (float) schedule.clip());
    }

    /** How many steps are done. */
    int steps() {
        return optimiser.updates();
    }

    /**
     * Learns from the next batch and from what stands beside it.
     *
     * @throws TrainingFailedException if the loss or a gradient is not finite; the weights are then
     *     as they were
     */
    Step next() {
        int number = optimiser.updates() + 1;
        List<Batch> drawn = draw();
        List<Step.TaskLoss> found = new ArrayList<>();
        for (Batch batch : drawn) {
            BatchLoss.Prepared prepared = losses.prepare(batch);
            float loss = gradients.add(prepared);
            if (!Float.isFinite(loss)) {
                throw failure("the loss", loss, number, batch);
            }
            found.add(new Step.TaskLoss(batch.task(), loss / prepared.factor()));
        }
        double length = optimiser.update(schedule.rateAt(number - 1));
        if (!Double.isFinite(length)) {
            throw failure("the gradient's length", length, number, drawn.get(0));
        }
        return new Step(number, found, length, drawn.stream().mapToInt(Batch::tokens).sum());
    }

    private List<Batch> draw() {
        List<Batch> drawn = new ArrayList<>();
        drawn.add(batches.next());
        drawn.addAll(batches.nextBeside());
        return drawn;
    }

    Checkpoint checkpoint(String plan) {
        return new Checkpoint(
                plan,
                optimiser.updates(),
                optimiser.parameters().stream().map(Parameter::name).toList(),
                optimiser.states());
    }

    /** Continues where a run of the same plan stood, with the batch that came next. */
    void restore(Checkpoint checkpoint) {
        optimiser.restore(checkpoint.updates(), checkpoint.states());
        for (int i = 0; i < checkpoint.updates(); i++) {
            batches.next();
            batches.nextBeside();
        }
    }

    private static TrainingFailedException failure(
            String what, double value, int number, Batch batch) {
        return new TrainingFailedException(
                "%s is %s at step %d, task %s, batch of %s: lower the rate, or look at these records"
                        .formatted(what, value, number, batch.task(), batch));
    }
}
