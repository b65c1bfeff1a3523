package io.nearline.training.plan;

import io.nearline.training.model.LearnedPart;
import io.nearline.training.model.LearnedPart.Embeddings;
import io.nearline.training.plan.TaskObjective.Usual;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
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
        try (Reader text = Files.newBufferedReader(file)) {
            return read(file, text);
        }
    }

    /**
     * Reads a plan that is not in its file yet.
     *
     * @param file where it will be
     * @throws InvalidPlanException as for a file
     */
    public static TrainingPlan parse(Path file, String text) {
        return read(file, new StringReader(text));
    }

    private static TrainingPlan read(Path file, Reader text) {
        return read(Section.read(file, text), file.toAbsolutePath().normalize().resolveSibling(""));
    }

    /**
     * Reads a plan of whatever origin.
     *
     * @param folder that its paths are relative to
     */
    static TrainingPlan read(Section plan, Path folder) {
        Schedule schedule = schedule(plan.section("schedule"));
        DataSections data = new DataSections(folder);
        LearnedPart learn = learnedPart(plan);
        List<TaskPlan> tasks =
                data.tasks(
                        plan.section("tasks"),
                        new Usual(schedule.temperature(), plan.number("anchor", 0)));
        TrainingPlan read =
                new TrainingPlan(
                        folder.resolve(plan.text("base")).normalize(),
                        plan.count("seed", 0, Integer.MAX_VALUE, 13),
                        learn,
                        schedule,
                        VectorPlan.read(plan),
                        StudentPlan.read(plan),
                        VocabularyPlan.read(
                                plan, learn, tasks.stream().map(TaskPlan::name).toList()),
                        TowerSections.read(plan, tasks),
                        scoring(plan),
                        tasks,
                        plan.has("zeroshot") ? data.zeroShot(plan.section("zeroshot")) : List.of());
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
                        section.count("checkpoint", 1, MOST, 50),
                        section.share("mixing", 0));
        section.requireNothingElse();
        return schedule;
    }

    private static ScoringPlan scoring(Section plan) {
        Section section = plan.sectionOrEmpty("scores");
        ScoringPlan scoring =
                new ScoringPlan(
                        section.count("every", 1, MOST, 50),
                        section.count("most", 10, MOST, 300),
                        section.count("tokens", 3, MOST, 64),
                        section.count("patience", 1, MOST, MOST),
                        section.share("tolerance", 0),
                        section.share("average", 0));
        section.requireNothingElse();
        return scoring;
    }
}
