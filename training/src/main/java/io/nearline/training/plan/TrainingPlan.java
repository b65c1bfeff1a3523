package io.nearline.training.plan;

import io.nearline.training.model.LearnedPart;
import java.nio.file.Path;
import java.util.List;

/**
 * One run of training. The same plan over the same files gives the same weights, on processors of
 * one kind and as many of them.
 *
 * @param base the bundle to start from
 * @param seed of all that is drawn
 * @param learn which weights learn
 * @param schedule how long and how fast
 * @param vectors what the losses are computed on
 * @param scoring how the run is watched
 * @param tasks what is learned, in the plan's order; each batch is of one of them
 * @param zeroShot what is scored only
 */
public record TrainingPlan(
        Path base,
        long seed,
        LearnedPart learn,
        Schedule schedule,
        VectorPlan vectors,
        ScoringPlan scoring,
        List<TaskPlan> tasks,
        List<ZeroShotPlan> zeroShot) {

    public TrainingPlan {
        tasks = List.copyOf(tasks);
        zeroShot = List.copyOf(zeroShot);
    }
}
