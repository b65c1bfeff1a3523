package io.nearline.training.data;

import io.nearline.training.plan.DataPlan.Fields;
import io.nearline.training.plan.DataPlan.Labelled;
import io.nearline.training.plan.DataPlan.Paired;
import io.nearline.training.plan.DataPlan.Scored;
import io.nearline.training.plan.InvalidPlanException;
import io.nearline.training.plan.TaskObjective.Loss;
import io.nearline.training.plan.TaskPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The pairs that a task's records make.
 *
 * @param pairs one a record; of a labelled one, its text twice
 * @param partners the texts of each label, by its number; empty for a task of pairs
 */
record TaskPairs(List<Pair> pairs, List<List<int[]>> partners) {

    TaskPairs {
        pairs = List.copyOf(pairs);
        partners = List.copyOf(partners);
    }

    /**
     * Of records as their fields are meant.
     *
     * @param texts cuts and counts what it is given
     * @throws InvalidPlanException if there is nothing to tell apart
     */
    static TaskPairs of(TaskPlan plan, List<Example> examples, TaskTexts texts) {
        Fields fields = plan.fields();
        if (fields instanceof Labelled) {
            return labelled(plan, examples, texts);
        }
        if (fields instanceof Paired) {
            return paired(plan, examples, texts);
        }
        return fields instanceof Scored
                ? scored(plan, examples, texts)
                : single(plan, examples, texts);
    }

    private static TaskPairs paired(TaskPlan plan, List<Example> examples, TaskTexts texts) {
        List<Pair> pairs = new ArrayList<>();
        for (Example example : examples) {
            pairs.add(
                    Pair.of(
                            texts.add(example.first()),
                            texts.add(example.second()),
                            texts.asPost(example.first()),
                            example.line().number()));
        }
        if (pairs.stream().allMatch(pair -> pair.mayAnswer(pairs.get(0)))) {
            throw new InvalidPlanException(
                    "%s has fewer than two different pairs, so nothing to tell apart"
                            .formatted(plan.data().file()));
        }
        return new TaskPairs(pairs, List.of());
    }

    private static TaskPairs scored(TaskPlan plan, List<Example> examples, TaskTexts texts) {
        List<Pair> pairs = new ArrayList<>();
        for (Example example : examples) {
            if (plan.objective().loss() == Loss.BCE) {
                example.line().number(((Scored) plan.fields()).score(), 0, 1);
            }
            pairs.add(
                    new Pair(
                            texts.add(example.first()),
                            texts.add(example.second()),
                            Pair.UNLABELLED,
                            example.score(),
                            example.line().number()));
        }
        if (pairs.stream().mapToDouble(Pair::score).distinct().count() < 2) {
            throw new InvalidPlanException(
                    "%s has fewer than two different scores, so nothing to tell apart"
                            .formatted(plan.data().file()));
        }
        return new TaskPairs(pairs, List.of());
    }

    private static TaskPairs single(TaskPlan plan, List<Example> examples, TaskTexts texts) {
        List<Pair> pairs = new ArrayList<>();
        for (Example example : examples) {
            int[] ids = texts.add(example.first());
            pairs.add(Pair.of(ids, ids, example.line().number()));
        }
        if (pairs.isEmpty()) {
            throw new InvalidPlanException("%s has no record".formatted(plan.data().file()));
        }
        return new TaskPairs(pairs, List.of());
    }

    private static TaskPairs labelled(TaskPlan plan, List<Example> examples, TaskTexts texts) {
        Map<String, List<Pair>> byLabel = new TreeMap<>();
        for (Example example : examples) {
            int[] ids = texts.add(example.first());
            byLabel.computeIfAbsent(example.label(), label -> new ArrayList<>())
                    .add(Pair.of(ids, ids, example.line().number()));
        }
        List<Pair> pairs = new ArrayList<>();
        List<List<int[]>> partners = new ArrayList<>();
        for (List<Pair> members : byLabel.values()) {
            int[] first = members.get(0).left();
            if (members.stream().allMatch(one -> Pair.same(one.left(), first))) {
                continue;
            }
            int label = partners.size();
            members.forEach(
                    one -> pairs.add(new Pair(one.left(), one.left(), label, 1, one.line())));
            partners.add(members.stream().map(Pair::left).toList());
        }
        if (partners.size() < 2) {
            throw new InvalidPlanException(
                    "%s has %d labels with two different texts or more; needed are two such labels"
                            .formatted(plan.data().file(), partners.size()));
        }
        return new TaskPairs(pairs, partners);
    }
}
