package io.nearline.training.plan;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.training.model.LearnedPart.Embeddings;
import io.nearline.training.model.Tower;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes a plan in Java: the same as a file with the same keys, with the same defaults, checks and
 * messages, which then name no line. Paths are relative to the working directory.
 */
public final class PlanBuilder {
    private final Keys plan = new Keys();
    private final Keys towers = new Keys();
    private final Keys tasks = new Keys();
    private final Keys zeroShot = new Keys();

    /** Starts with the bundle that training starts from. */
    public PlanBuilder(Path base) {
        plan.put("base", base.toString());
    }

    public PlanBuilder seed(int seed) {
        plan.put("seed", seed);
        return this;
    }

    /** Which weights learn: as many layers, the last ones, and the embeddings or not. */
    public PlanBuilder learn(int lastLayers, Embeddings embeddings) {
        plan.put(
                "learn",
                Map.of("layers", lastLayers, "embeddings", embeddings == Embeddings.LEARN));
        return this;
    }

    /** How long and how fast. */
    public PlanBuilder schedule(ScheduleBuilder schedule) {
        plan.put("schedule", schedule.keys.values());
        return this;
    }

    /** How the run is watched. */
    public PlanBuilder scores(ScoringBuilder scores) {
        plan.put("scores", scores.keys.values());
        return this;
    }

    /** Weight of the squared distance from the base's vectors. */
    public PlanBuilder anchor(double weight) {
        plan.put("anchor", weight);
        return this;
    }

    /** Beginnings of the vector that each have the task's loss. */
    public PlanBuilder matryoshka(VectorPlan.Prefix... prefixes) {
        plan.put(
                "matryoshka",
                Map.of(
                        "sizes",
                        Arrays.stream(prefixes).map(VectorPlan.Prefix::size).toList(),
                        "weights",
                        Arrays.stream(prefixes).map(VectorPlan.Prefix::weight).toList()));
        return this;
    }

    /** A matrix behind the pooling, which serves. */
    public PlanBuilder head(VectorPlan.Head head) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("size", head.size());
        keys.put("weight", head.weight());
        head.rate().ifPresent(rate -> keys.put("rate", rate));
        plan.put("head", keys);
        return this;
    }

    /** Layers of the base that are trained, ascending from 1. */
    public PlanBuilder student(Integer... layers) {
        plan.put("student", Map.of("layers", List.of(layers)));
        return this;
    }

    /** Pieces of words that the vocabulary gets. */
    public PlanBuilder vocabulary(VocabularyBuilder vocabulary) {
        plan.put("vocabulary", vocabulary.keys.values());
        return this;
    }

    /** How texts to search with, or about members, enter the model. */
    public PlanBuilder tower(Role role, Tower tower) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("layers", tower.layers());
        tower.prefix().ifPresent(prefix -> keys.put("prefix", prefix));
        towers.putOnce("towers", role.name().toLowerCase(Locale.ROOT), keys);
        return this;
    }

    /** What is learned; at least one. */
    public PlanBuilder task(String name, TaskBuilder task) {
        tasks.putOnce("tasks", name, task.keys());
        return this;
    }

    /** What is scored only. */
    public PlanBuilder zeroShot(String name, ZeroShotBuilder set) {
        zeroShot.putOnce("zeroshot", name, set.keys.values());
        return this;
    }

    /**
     * Checks all that was said, without opening what it names.
     *
     * @throws InvalidPlanException if it says what cannot be done
     */
    public TrainingPlan build() {
        if (!towers.values().isEmpty()) {
            plan.put("towers", towers.values());
        }
        plan.put("tasks", tasks.values());
        plan.put("zeroshot", zeroShot.values());
        return PlanFile.read(Section.of(plan.values()), Path.of("").toAbsolutePath());
    }
}
