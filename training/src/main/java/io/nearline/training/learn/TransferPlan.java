package io.nearline.training.learn;

import io.nearline.training.data.Batches;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.plan.TrainingPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs that show what tasks do to each other: of all tasks together, once a seed, and of each
 * task alone, with as many batches as it has among the others.
 *
 * @param together runs of all tasks, one a seed
 * @param alone of each task that has a held-out part, its runs by themselves
 */
public record TransferPlan(List<Run> together, Map<String, List<Run>> alone) {

    public TransferPlan {
        together = List.copyOf(together);
        alone = new LinkedHashMap<>(alone);
    }

    /**
     * One of them.
     *
     * @param name also of its directory
     * @param plan what it learns
     */
    public record Run(String name, TrainingPlan plan) {}

    /**
     * For a plan that is prepared.
     *
     * @param seeds of the runs of all tasks, different ones
     * @param aloneSeeds how many of them, from the first, each task by itself is trained with
     * @throws InvalidPlanException if the plan has fewer than two tasks with a held-out part
     */
    public static TransferPlan of(Preparation prepared, List<Long> seeds, int aloneSeeds) {
        TrainingPlan plan = prepared.plan();
        Map<String, Double> shares = Batches.shares(prepared.tasks(), plan.schedule().mixing());
        List<Run> together = new ArrayList<>();
        for (long seed : seeds) {
            together.add(new Run("seed-" + seed, plan.withSeed(seed)));
        }
        Map<String, List<Run>> alone = new LinkedHashMap<>();
        for (TaskPlan task : plan.tasks()) {
            if (task.heldOut().isEmpty() || task.isBeside()) {
                continue;
            }
            double share = shares.getOrDefault(task.name(), 0.0);
            int steps = (int) Math.max(1, Math.round(plan.schedule().steps() * share));
            List<Run> runs = new ArrayList<>();
            for (long seed : seeds.subList(0, Math.min(aloneSeeds, seeds.size()))) {
                runs.add(
                        new Run(
                                "only-%s-%d".formatted(task.name(), seed),
                                plan.only(task.name()).withSteps(steps).withSeed(seed)));
            }
            alone.put(task.name(), runs);
        }
        if (alone.size() < 2) {
            throw new InvalidPlanException(
                    "%d of the plan's tasks have a held-out part, and transfer is between two: hold something out of two tasks or more"
                            .formatted(alone.size()));
        }
        return new TransferPlan(together, alone);
    }

    /** All of them, those of all tasks first. */
    public List<Run> runs() {
        List<Run> runs = new ArrayList<>(together);
        alone.values().forEach(runs::addAll);
        return runs;
    }
}
