package io.nearline.training.plan;

import io.nearline.training.model.LearnedPart;
import io.nearline.training.model.LearnedPart.Embeddings;
import io.nearline.training.plan.TaskPlan.Fields;
import io.nearline.training.plan.TaskPlan.Labelled;
import io.nearline.training.plan.TaskPlan.Paired;
import io.nearline.training.plan.TaskPlan.Scored;
import io.nearline.training.plan.TaskPlan.Single;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
        Schedule schedule = schedule(plan.section("schedule"));
        TrainingPlan read =
                new TrainingPlan(
                        folder.resolve(plan.text("base")).normalize(),
                        plan.count("seed", 0, Integer.MAX_VALUE, 13),
                        learnedPart(plan),
                        schedule,
                        VectorPlan.read(plan),
                        tasks(plan, folder, schedule.temperature()));
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

    private static List<TaskPlan> tasks(Section plan, Path folder, double temperature) {
        Section tasks = plan.section("tasks");
        List<TaskPlan> all = new ArrayList<>();
        for (String name : tasks.keys()) {
            Section task = tasks.section(name);
            Fields fields = fields(task);
            all.add(
                    new TaskPlan(
                            name,
                            folder.resolve(task.text("file")).normalize(),
                            fields,
                            TaskObjective.read(task, fields, temperature),
                            task.number("weight", 1)));
            task.requireNothingElse();
        }
        if (all.isEmpty()) {
            throw tasks.refused("has no task; give at least one");
        }
        return all;
    }

    private static Fields fields(Section task) {
        boolean single = task.has("text") || task.has("label");
        boolean paired = task.has("query") || task.has("passage");
        boolean scored = task.has("first") || task.has("second") || task.has("score");
        if (Stream.of(single, paired, scored).filter(kind -> kind).count() != 1) {
            throw task.refused(
                    "needs either text and label, or query and passage, or first, second and"
                            + " score, or text alone: fields of its file");
        }
        if (paired) {
            return new Paired(task.text("query"), task.text("passage"));
        }
        if (scored) {
            return new Scored(task.text("first"), task.text("second"), task.text("score"));
        }
        return task.has("label")
                ? new Labelled(task.text("text"), task.text("label"))
                : new Single(task.text("text"));
    }
}
