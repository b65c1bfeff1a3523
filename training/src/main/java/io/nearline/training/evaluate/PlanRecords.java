package io.nearline.training.evaluate;

import io.nearline.embedding.EmbeddableText;
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
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All records of a plan, read and divided: those to learn from, and those to be scored by. No text
 * of the latter is among the former, in whatever task.
 */
public final class PlanRecords {
    private final TrainingPlan plan;
    private final Map<TaskPlan, HeldOut> divided = new LinkedHashMap<>();
    private final Map<TaskPlan, List<Example>> toLearnFrom = new LinkedHashMap<>();
    private final List<ScoreSet> zeroShot = new ArrayList<>();

    private PlanRecords(TrainingPlan plan) throws IOException {
        this.plan = plan;
        Set<String> heldOut = new HashSet<>();
        for (TaskPlan task : plan.tasks()) {
            HeldOut parts = HeldOut.of(task);
            divided.put(task, parts);
            for (HeldOut.Halves halves : parts.parts().values()) {
                heldOut.addAll(HeldOut.keys(halves.dev()));
                heldOut.addAll(HeldOut.keys(halves.test()));
            }
            if (!parts.parts().isEmpty()) {
                heldOut.addAll(parts.keysOfCopies());
            }
        }
        for (ZeroShotPlan set : plan.zeroShot()) {
            Examples read = Examples.read(set.data());
            List<Example> examples = read.all();
            heldOut.addAll(HeldOut.keys(examples));
            heldOut.addAll(HeldOut.keys(read.copies()));
            zeroShot.add(
                    ScoreSet.of(
                            set.name(),
                            set.data().fields(),
                            set.measure(),
                            new Records(examples, set.most(), examples)));
        }
        divided.forEach((task, parts) -> toLearnFrom.put(task, free(parts, heldOut)));
    }

    /**
     * Reads all files.
     *
     * @throws InvalidPlanException naming file and line, or the part that says nothing
     */
    public static PlanRecords read(TrainingPlan plan) throws IOException {
        return new PlanRecords(plan);
    }

    private static List<Example> free(HeldOut parts, Set<String> heldOut) {
        return parts.rest().stream()
                .filter(
                        example ->
                                example.texts().stream()
                                        .map(Example::key)
                                        .noneMatch(heldOut::contains))
                .toList();
    }

    /** Texts that these tasks learn from. */
    public List<EmbeddableText> textsOf(Collection<String> tasks) {
        List<EmbeddableText> texts = new ArrayList<>();
        toLearnFrom.forEach(
                (task, examples) -> {
                    if (tasks.contains(task.name())) {
                        examples.forEach(example -> texts.addAll(example.texts()));
                    }
                });
        return texts;
    }

    /**
     * The same as token ids.
     *
     * @throws InvalidPlanException if a task has nothing to tell apart
     */
    public PlanData tokenized(TaskData.Tokens tokens) {
        List<TaskData> tasks = new ArrayList<>();
        List<TaskSet> dev = new ArrayList<>();
        List<TaskSet> test = new ArrayList<>();
        divided.forEach(
                (task, parts) -> {
                    tasks.add(TaskData.of(task, origin(task, parts), tokens));
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

    private TaskData.Origin origin(TaskPlan task, HeldOut parts) {
        List<Example> free = toLearnFrom.getOrDefault(task, List.of());
        return new TaskData.Origin(
                free, parts.records(), parts.copiesOfTask(), parts.rest().size() - free.size());
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
