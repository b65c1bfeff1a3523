package io.nearline.training.learn;

import io.nearline.training.data.Batch;
import io.nearline.training.plan.TaskObjective;
import io.nearline.training.plan.TaskObjective.Loss;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a batch is made to lower, by its task. */
final class BatchLoss {
    private final Map<String, TaskObjective> objectives = new HashMap<>();
    private final @Nullable BaseVectors base;

    /**
     * For these tasks.
     *
     * @param base needed if {@link #needsBase}
     */
    BatchLoss(List<TaskPlan> tasks, @Nullable BaseVectors base) {
        tasks.forEach(task -> objectives.put(task.name(), task.objective()));
        this.base = base;
    }

    /** Whether a plan's losses are computed with the base's vectors. */
    static boolean needsBase(List<TaskPlan> tasks) {
        return tasks.stream().anyMatch(task -> task.objective().loss() == Loss.MSE);
    }

    /** A batch with all that its loss needs but the vectors. */
    Prepared prepare(Batch batch) {
        TaskObjective objective = objectives.get(batch.task());
        if (objective == null) {
            throw new IllegalArgumentException("no task '%s'".formatted(batch.task()));
        }
        DistinctTexts texts = new DistinctTexts(batch);
        return new Prepared(
                batch, objective, texts, base == null ? new float[0] : base.of(texts.texts()));
    }

    /** One batch's loss as a function of its vectors. */
    record Prepared(
            Batch batch, TaskObjective objective, DistinctTexts distinct, float[] baseVectors) {

        List<int[]> texts() {
            return distinct.texts();
        }

        /**
         * The loss.
         *
         * @param vectors of length 1, one of each of {@link #texts}
         */
        Tensor of(Scope step, Tensor vectors) {
            Tensor left = distinct.left(step, vectors);
            Tensor right = distinct.right(step, vectors);
            double temperature = objective.temperature();
            return switch (objective.loss()) {
                case INFONCE -> InfoNce.loss(step, left, right, batch, temperature);
                case COSENT -> CoSent.loss(step, left, right, batch.scores(), temperature);
                case BCE -> CosineEntropy.loss(step, left, right, batch.scores(), temperature);
                case MSE -> {
                    Tensor targets = distinct.left(step, step.floats(baseVectors, vectors.shape()));
                    yield SquaredDistance.mean(step, left, targets)
                            .plus(SquaredDistance.mean(step, right, targets))
                            .times(step.number(0.5f));
                }
            };
        }
    }
}
