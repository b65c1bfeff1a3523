package io.nearline.training.plan;

import io.nearline.training.model.LearnedPart;
import io.nearline.training.model.LearnedPart.Embeddings;
import io.nearline.training.plan.TaskPlan.Fields;
import io.nearline.training.plan.TaskPlan.Labelled;
import io.nearline.training.plan.TaskPlan.Paired;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a plan. Paths in it are relative to its own directory. */
public final class PlanFile {
    private static final int MOST = 1 << 24;

    private PlanFile() {}

    /**
     * Reads and checks a plan, without opening what it names.
     *
     * @throws InvalidPlanException if it says what cannot be done; the message names the line
     */
    public static TrainingPlan read(Path file) throws IOException {
        Section plan = Section.read(file);
        Path folder = file.toAbsolutePath().normalize().resolveSibling("");
        TrainingPlan read =
                new TrainingPlan(
                        folder.resolve(plan.text("base")).normalize(),
                        plan.count("seed", 0, Integer.MAX_VALUE, 13),
                        learnedPart(plan),
                        schedule(plan.section("schedule")),
                        tasks(plan, folder));
        plan.requireNothingElse();
        return read;
    }

    private static LearnedPart learnedPart(Section plan) {
        Section learn = plan.section("learn");
        LearnedPart part =
                new LearnedPart(
                        learn.count("layers", 1, MOST),
                        learn.isSet("embeddings") ? Embeddings.LEARN : Embeddings.FROZEN);
        learn.requireNothingElse();
        return part;
    }

    private static Schedule schedule(Section section) {
        int steps = section.count("steps", 1, MOST);
        Schedule schedule =
                new Schedule(
                        steps,
                        section.count("batch", 2, 4096, 32),
                        section.number("rate", 1e-4),
                        section.count("warmup", 0, steps, steps / 10),
                        section.number("decay", 0.01),
                        section.number("clip", 1),
                        section.number("temperature", 0.05),
                        section.count("tokens", 3, MOST, 64),
                        section.count("checkpoint", 1, MOST, 50));
        section.requireNothingElse();
        return schedule;
    }

    private static List<TaskPlan> tasks(Section plan, Path folder) {
        Section tasks = plan.section("tasks");
        List<TaskPlan> all = new ArrayList<>();
        for (String name : tasks.keys()) {
            Section task = tasks.section(name);
            all.add(
                    new TaskPlan(
                            name,
                            folder.resolve(task.text("file")).normalize(),
                            fields(task),
                            task.number("weight", 1)));
            task.requireNothingElse();
        }
        if (all.isEmpty()) {
            throw tasks.refused("has no task; give at least one");
        }
        return all;
    }

    private static Fields fields(Section task) {
        boolean labelled = task.has("text") || task.has("label");
        boolean paired = task.has("query") || task.has("passage");
        if (labelled == paired) {
            throw task.refused(
                    "needs either text and label, or query and passage: fields of its file");
        }
        return labelled
                ? new Labelled(task.text("text"), task.text("label"))
                : new Paired(task.text("query"), task.text("passage"));
    }
}
