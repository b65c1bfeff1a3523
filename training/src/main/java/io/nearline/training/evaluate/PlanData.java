package io.nearline.training.evaluate;

import io.nearline.training.data.Example;
import io.nearline.training.data.Examples;
import io.nearline.training.data.HeldOut;
import io.nearline.training.data.TaskData;
import io.nearline.training.evaluate.ScoreSet.Records;
import io.nearline.training.plan.HeldOutPlan;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.plan.TrainingPlan;
import io.nearline.training.plan.ZeroShotPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All records of a plan: those to learn from, and those to be scored by. No text of the latter is
 * among the former, in whatever task.
 *
 * @param tasks to learn from, in the plan's order
 * @param dev scored while training
 * @param test kept for the report
 * @param zeroShot of no task
 */
public record PlanData(
        List<TaskData> tasks, List<TaskSet> dev, List<TaskSet> test, List<ScoreSet> zeroShot) {

    public PlanData {
        tasks = List.copyOf(tasks);
        dev = List.copyOf(dev);
        test = List.copyOf(test);
        zeroShot = List.copyOf(zeroShot);
    }

    /**
     * Reads all files.
     *
     * @throws InvalidPlanException naming file and line, or the part that says nothing
     */
    public static PlanData read(TrainingPlan plan, TaskData.Tokens tokens) throws IOException {
        Map<TaskPlan, HeldOut> divided = new LinkedHashMap<>();
        Set<String> heldOut = new HashSet<>();
        for (TaskPlan task : plan.tasks()) {
            HeldOut parts = HeldOut.of(task);
            divided.put(task, parts);
            for (HeldOut.Halves halves : parts.parts().values()) {
                heldOut.addAll(HeldOut.keys(halves.dev()));
                heldOut.addAll(HeldOut.keys(halves.test()));
            }
        }
        List<ScoreSet> zeroShot = new ArrayList<>();
        for (ZeroShotPlan set : plan.zeroShot()) {
            List<Example> examples = Examples.read(set.data()).all();
            heldOut.addAll(HeldOut.keys(examples));
            zeroShot.add(
                    ScoreSet.of(
                            set.name(),
                            set.data().fields(),
                            set.measure(),
                            new Records(examples, set.most(), examples)));
        }
        List<TaskData> tasks = new ArrayList<>();
        List<TaskSet> dev = new ArrayList<>();
        List<TaskSet> test = new ArrayList<>();
        divided.forEach(
                (task, parts) -> {
                    tasks.add(TaskData.of(task, origin(parts, heldOut), tokens));
                    parts.parts()
                            .forEach(
                                    (part, halves) -> {
                                        int most = plan.scoring().most();
                                        List<Example> all = halves.all();
                                        add(dev, task, part, new Records(halves.dev(), most, all));
                                        add(
                                                test,
                                                task,
                                                part,
                                                new Records(halves.test(), part.most(), all));
                                    });
                });
        return new PlanData(tasks, dev, test, zeroShot);
    }

    private static TaskData.Origin origin(HeldOut parts, Set<String> heldOut) {
        List<Example> free =
                parts.rest().stream()
                        .filter(
                                example ->
                                        example.texts().stream()
                                                .map(Example::key)
                                                .noneMatch(heldOut::contains))
                        .toList();
        return new TaskData.Origin(free, parts.records(), parts.rest().size() - free.size());
    }

    private static void add(List<TaskSet> sets, TaskPlan task, HeldOutPlan part, Records half) {
        if (!half.scored().isEmpty()) {
            sets.add(
                    new TaskSet(
                            task.name(),
                            ScoreSet.of(
                                    task.name() + "." + part.name(),
                                    part.data().fields(),
                                    part.measure(),
                                    half)));
        }
    }
}
