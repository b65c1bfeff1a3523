package io.nearline.training.plan;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.model.LearnedPart;
import io.nearline.training.model.Tower;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One run of training. The same plan over the same files gives the same weights, on processors of
 * one kind and as many of them.
 *
 * @param base the bundle to start from
 * @param seed of all that is drawn
 * @param learn which weights learn
 * @param schedule how long and how fast
 * @param vectors what the losses are computed on
 * @param student which of the base's layers are trained
 * @param vocabulary what its vocabulary has beside the base's; none for nothing
 * @param towers how queries and members enter, where that is not as posts do
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
        StudentPlan student,
        Optional<VocabularyPlan> vocabulary,
        Map<Role, Tower> towers,
        ScoringPlan scoring,
        List<TaskPlan> tasks,
        List<ZeroShotPlan> zeroShot) {

    public TrainingPlan {
        towers = Map.copyOf(towers);
        tasks = List.copyOf(tasks);
        zeroShot = List.copyOf(zeroShot);
    }

    /**
     * The same over the same records, with batches of one task only, and what stands beside them.
     *
     * @throws InvalidPlanException if there is no such task, or if it has no batches of its own
     */
    public TrainingPlan only(String task) {
        if (tasks.stream().noneMatch(one -> one.name().equals(task))) {
            throw new InvalidPlanException(
                    "the plan has no task '%s'; it has %s"
                            .formatted(
                                    task,
                                    tasks.stream()
                                            .map(TaskPlan::name)
                                            .collect(Collectors.joining(", "))));
        }
        if (tasks.stream().anyMatch(one -> one.name().equals(task) && one.isBeside())) {
            throw new InvalidPlanException(
                    "task '%s' stands beside others and has no steps of its own: name another one, or leave tasks.%s.beside out"
                            .formatted(task, task));
        }
        return with(
                seed,
                schedule,
                tasks.stream()
                        .map(one -> one.name().equals(task) || one.isBeside() ? one : one.undrawn())
                        .toList());
    }

    /** The same with another seed. */
    public TrainingPlan withSeed(long other) {
        return with(other, schedule, tasks);
    }

    /** The same with another number of steps. */
    public TrainingPlan withSteps(int steps) {
        if (steps < 1) {
            throw new InvalidPlanException(
                    "%d steps teach nothing: give 1 or more".formatted(steps));
        }
        return with(seed, schedule.withSteps(steps), tasks);
    }

    /** The same without an anchor. */
    public TrainingPlan withoutAnchor() {
        return with(seed, schedule, tasks.stream().map(TaskPlan::withoutAnchor).toList());
    }

    private TrainingPlan with(long otherSeed, Schedule otherSchedule, List<TaskPlan> otherTasks) {
        return new TrainingPlan(
                base,
                otherSeed,
                learn,
                otherSchedule,
                vectors,
                student,
                vocabulary,
                towers,
                scoring,
                otherTasks,
                zeroShot);
    }

    /** Names of the tasks that have steps of their own. */
    public Set<String> inTurn() {
        return tasks.stream()
                .filter(task -> task.weight() > 0 && !task.isBeside())
                .map(TaskPlan::name)
                .collect(Collectors.toSet());
    }

    /** Names of the tasks that are learned from. */
    public Set<String> drawn() {
        return tasks.stream()
                .filter(task -> task.weight() > 0)
                .map(TaskPlan::name)
                .collect(Collectors.toSet());
    }
}
