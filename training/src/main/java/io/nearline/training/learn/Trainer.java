package io.nearline.training.learn;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.data.Batch;
import io.nearline.training.data.Batches;
import io.nearline.training.plan.Schedule;
import io.nearline.training.tensor.AdamW;
import io.nearline.training.tensor.Parameter;
import io.nearline.training.tensor.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Learns from one batch after the other. Used by one thread; where operations may use more than
 * one, another thread prepares the next step meanwhile.
 */
final class Trainer implements AutoCloseable {
    private final BatchGradients gradients;
    private final Schedule schedule;
    private final StepBatches batches;
    private final AdamW optimiser;

    /** The role whose texts alone read a weight; none for those of the posts. */
    private final Map<Parameter, Role> readers = new HashMap<>();

    private final @Nullable Ahead<List<BatchLoss.Prepared>> ahead;

    private Trainer(Preparation prepared, StepBatches batches) {
        this.gradients = BatchGradients.of(prepared);
        this.schedule = prepared.plan().schedule();
        this.batches = batches;
        this.optimiser =
                new AdamW(
                        prepared.scope(),
                        prepared.model().learning(),
                        (float) schedule.decay(),
                        (float) schedule.clip(),
                        prepared.model()::rateFactor);
        for (Role role : prepared.encoders().towers().keySet()) {
            prepared.encoders().own(role).forEach(weight -> readers.put(weight, role));
        }
        this.ahead = Scope.threads() > 1 ? new Ahead<>(batches::next) : null;
    }

    /** For the weights that a plan wants to learn, from its first batch on. */
    static Trainer of(Preparation prepared) {
        Schedule schedule = prepared.plan().schedule();
        Batches batches =
                new Batches(
                        prepared.tasks(),
                        schedule.batch(),
                        schedule.mixing(),
                        prepared.plan().seed());
        return new Trainer(
                prepared, new StepBatches(batches, prepared.loss(), prepared.encoders()));
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
        List<BatchLoss.Prepared> drawn = draw(number);
        List<Step.TaskLoss> found = new ArrayList<>();
        for (BatchLoss.Prepared one : drawn) {
            float loss = gradients.add(one);
            if (!Float.isFinite(loss)) {
                throw failure("the loss", loss, number, one.batch());
            }
            found.add(new Step.TaskLoss(one.batch().task(), loss / one.factor()));
        }
        Set<Role> entered =
                drawn.stream().map(BatchLoss.Prepared::entry).collect(Collectors.toSet());
        double length =
                optimiser.update(
                        schedule.rateAt(number - 1),
                        weight ->
                                Optional.ofNullable(readers.get(weight))
                                        .map(entered::contains)
                                        .orElse(true));
        if (!Double.isFinite(length)) {
            throw failure("the gradient's length", length, number, drawn.get(0).batch());
        }
        int tokens = drawn.stream().mapToInt(one -> one.batch().tokens()).sum();
        return new Step(number, found, length, tokens);
    }

    private List<BatchLoss.Prepared> draw(int number) {
        if (ahead == null) {
            return batches.next();
        }
        List<BatchLoss.Prepared> drawn = ahead.take();
        if (number < schedule.steps()) {
            ahead.begin();
        }
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
        int done = checkpoint.updates();
        Map<Role, Integer> reads = batches.skip(done);
        optimiser.restore(
                done,
                checkpoint.states(),
                weight ->
                        Optional.ofNullable(readers.get(weight))
                                .map(role -> reads.getOrDefault(role, 0))
                                .orElse(done));
    }

    /** Returns when no other thread computes for it any more. */
    @Override
    public void close() {
        if (ahead != null) {
            ahead.close();
        }
    }

    private static TrainingFailedException failure(
            String what, double value, int number, Batch batch) {
        return new TrainingFailedException(
                "%s is %s at step %d, task %s, batch of %s: lower the rate, or look at these records"
                        .formatted(what, value, number, batch.task(), batch));
    }
}
