package io.nearline.training.learn;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.data.Batch;
import io.nearline.training.model.Encoders;
import io.nearline.training.model.InputText;
import io.nearline.training.plan.TaskObjective;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.plan.TrainingPlan;
import io.nearline.training.tensor.Scope;
import io.nearline.training.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a batch is made to lower: the loss of its task, as a mean over the views, and the squared
 * distance from the base's vectors.
 */
final class BatchLoss {
    private final Map<String, TaskPlan> tasks;
    private final List<View> views;
    private final @Nullable BaseVectors base;
    private final Encoders encoders;

    /**
     * For a plan.
     *
     * @param encoders that read the texts
     * @param views whose weights sum up to 1
     * @param base needed if {@link #needsBase}
     */
    BatchLoss(TrainingPlan plan, Encoders encoders, List<View> views, @Nullable BaseVectors base) {
        tasks =
                plan.tasks().stream()
                        .collect(Collectors.toMap(TaskPlan::name, Function.identity()));
        this.encoders = encoders;
        this.views = List.copyOf(views);
        this.base = base;
    }

    /** Whether a plan's losses are computed with the base's vectors. */
    static boolean needsBase(TrainingPlan plan) {
        return plan.tasks().stream().anyMatch(task -> task.objective().needsBase());
    }

    /** A batch with all that its loss needs but the vectors. */
    Prepared prepare(Batch batch) {
        TaskPlan task = task(batch);
        DistinctTexts texts = new DistinctTexts(batch, entry(batch));
        float[] targets =
                base == null
                        ? new float[0]
                        : base.of(texts.texts().stream().map(InputText::ids).toList());
        return new Prepared(batch, task, texts, targets);
    }

    private TaskPlan task(Batch batch) {
        TaskPlan task = tasks.get(batch.task());
        if (task == null) {
            throw new IllegalArgumentException("no task '%s'".formatted(batch.task()));
        }
        return task;
    }

    /** By which encoder a batch's left texts enter. */
    Role entry(Batch batch) {
        return encoders.entry(task(batch).fields().queryRole());
    }

    /** One batch's loss as a function of its vectors. */
    final class Prepared {
        private final Batch batch;
        private final TaskObjective objective;
        private final double factor;
        private final DistinctTexts texts;
        private final float[] targets;

        private Prepared(Batch batch, TaskPlan task, DistinctTexts texts, float[] targets) {
            this.batch = batch;
            this.objective = task.objective();
            this.factor = task.lossFactor();
            this.texts = texts;
            this.targets = targets;
        }

        Batch batch() {
            return batch;
        }

        /** What its loss is multiplied with: the weight of a task that stands beside others. */
        double factor() {
            return factor;
        }

        List<InputText> texts() {
            return texts.texts();
        }

        /** By which encoder its left texts enter. */
        Role entry() {
            return BatchLoss.this.entry(batch);
        }

        /**
         * The loss times its factor.
         *
         * @param vectors of length 1, one of each of {@link #texts}
         */
        Tensor of(Scope step, Tensor vectors) {
            List<Tensor> terms = new ArrayList<>();
            for (View view : views) {
                Tensor seen = view.of(step, vectors);
                terms.add(seenLoss(step, view, seen).times(step.number((float) view.weight())));
            }
            if (objective.anchor() > 0) {
                Tensor far =
                        SquaredDistance.mean(step, vectors, step.floats(targets, vectors.shape()));
                terms.add(far.times(step.number((float) objective.anchor())));
            }
            Tensor all = terms.stream().reduce(Tensor::plus).orElseThrow();
            return factor == 1 ? all : all.times(step.number((float) factor));
        }

        private Tensor seenLoss(Scope step, View view, Tensor seen) {
            Tensor left = texts.left(step, seen);
            Tensor right = texts.right(step, seen);
            double temperature = objective.temperature();
            return switch (objective.loss()) {
                case INFONCE ->
                        InfoNce.loss(step, left, texts.candidates(step, seen), batch, temperature);
                case COSENT -> CoSent.loss(step, left, right, batch.scores(), temperature);
                case BCE -> CosineEntropy.loss(step, left, right, batch.scores(), temperature);
                case MSE -> {
                    Tensor all = step.floats(targets, texts().size(), width());
                    Tensor wanted = texts.left(step, view.target(step, all));
                    yield SquaredDistance.mean(step, left, wanted)
                            .plus(SquaredDistance.mean(step, right, wanted))
                            .times(step.number(0.5f));
                }
            };
        }

        private long width() {
            return targets.length / texts().size();
        }
    }
}
