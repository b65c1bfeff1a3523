package io.nearline.training.evaluate;

import io.nearline.training.data.TaskData;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.TrainingPlan;
import java.io.IOException;
import java.util.List;

/**
 * What a plan's {@link PlanRecords} are to a model.
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
        return PlanRecords.read(plan).tokenized(tokens);
    }
}
