package io.nearline.training.report;

import io.nearline.retrieval.measure.Bootstrap;
import io.nearline.training.evaluate.ScoreSet;
import io.nearline.training.evaluate.SetScore;
import io.nearline.training.evaluate.TaskSet;
import io.nearline.training.learn.GradientConflicts;
import io.nearline.training.learn.Preparation;
import io.nearline.training.learn.QuantisedModel;
import io.nearline.training.learn.RunDirectory;
import io.nearline.training.learn.Scorer;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.plan.TrainingPlan;
import io.nearline.training.report.DataCard.Use;
import io.nearline.training.report.Report.Figure;
import io.nearline.training.report.Report.ModelScore;
import io.nearline.training.report.Report.SetResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Scores the base and runs on all that a plan holds out for the report. */
public final class RunComparison {
    private final Preparation prepared;
    private final Bootstrap bootstrap;
    private final Consumer<String> progress;
    private final int resamples;
    private final ComparedCosts costs;
    private Optional<Int8> int8 = Optional.empty();

    /** Where the first run's int8 form is made, and what it is served with. */
    private record Int8(Path scratch, int cpus) {}

    /**
     * For a plan.
     *
     * @param prepared whose encoder has the base's weights; it has others afterwards
     * @param resamples draws behind each interval, 100 or more
     * @param progress told what is scored
     */
    public RunComparison(Preparation prepared, int resamples, Consumer<String> progress) {
        this.prepared = prepared;
        this.bootstrap = new Bootstrap(resamples);
        this.resamples = resamples;
        this.progress = progress;
        this.costs = new ComparedCosts(prepared, progress);
    }

    /**
     * Also says what a text costs, of the base as it serves and of the first run as it would.
     *
     * @param directory an empty one for the bundle
     */
    public RunComparison alsoCosts(Path directory) {
        costs.packageIn(directory);
        return this;
    }

    /**
     * Also scores the first run in int8.
     *
     * @param scratch an empty directory for the bundle
     * @param cpus that it is served with
     */
    public RunComparison alsoInt8(Path scratch, int cpus) {
        int8 = Optional.of(new Int8(scratch, cpus));
        return this;
    }

    /**
     * Scores the base and each run, and the vectors of other sizes that the first run trained.
     *
     * @param runs directories by name; the first is what the report is about
     * @throws io.nearline.training.learn.TrainingFailedException if a run has nothing to keep, or
     *     learned from other records than this plan holds
     */
    public Report of(Map<String, Path> runs) throws IOException {
        Map<String, List<Path>> single = new LinkedHashMap<>();
        runs.forEach((name, run) -> single.put(name, List.of(run)));
        return ofMeans(single);
    }

    /**
     * The same, where a model of the report may stand for several runs: its scores are their means.
     * What else is computed of one run is that of the first model that stands for one.
     *
     * @param models directories by name; the first is what the report is about
     */
    public Report ofMeans(Map<String, List<Path>> models) throws IOException {
        Map<ScoreSet, Optional<String>> sets = new LinkedHashMap<>();
        for (TaskSet part : prepared.data().test()) {
            sets.put(part.set(), Optional.of(part.task()));
        }
        prepared.data().zeroShot().forEach(set -> sets.put(set, Optional.empty()));
        String base = prepared.base().manifest().name();
        progress.accept(base);
        Map<ScoreSet, SetScore> ofBase = scores(sets, prepared::scoreBase);
        Map<String, GradientConflicts> conflicts = new LinkedHashMap<>();
        addConflicts(conflicts, base);
        Optional<String> one =
                models.entrySet().stream()
                        .filter(model -> model.getValue().size() == 1)
                        .map(Map.Entry::getKey)
                        .findFirst();
        Map<Path, Map<ScoreSet, SetScore>> known = new HashMap<>();
        List<String> names = new ArrayList<>();
        List<Map<ScoreSet, SetScore>> all = new ArrayList<>();
        for (Map.Entry<String, List<Path>> model : models.entrySet()) {
            String name = model.getKey();
            List<Path> runs = model.getValue();
            List<Map<ScoreSet, SetScore>> members = new ArrayList<>();
            for (Path run : runs) {
                Map<ScoreSet, SetScore> scores = known.get(run);
                if (scores == null) {
                    progress.accept(runs.size() == 1 ? name : "%s: %s".formatted(name, run));
                    new RunDirectory(run).takeKept(prepared);
                    scores = scores(sets, prepared::score);
                    known.put(run, scores);
                }
                members.add(scores);
            }
            names.add(name);
            all.add(means(sets.keySet(), members));
            if (one.isPresent() && one.get().equals(name)) {
                new RunDirectory(runs.get(0)).takeKept(prepared);
                addConflicts(conflicts, name);
                costs.addBaseAndModel(base, name);
                otherForms(name, sets)
                        .forEach(
                                (form, scores) -> {
                                    names.add(form);
                                    all.add(scores);
                                });
            }
        }
        List<SetResult> results = new ArrayList<>();
        sets.forEach(
                (set, task) ->
                        results.add(
                                result(
                                        set,
                                        task,
                                        score(ofBase, set),
                                        all.stream().map(model -> score(model, set)).toList())));
        return new Report(base, names, results, data(), conflicts, costs.measure(), resamples);
    }

    private static Map<ScoreSet, SetScore> means(
            Set<ScoreSet> sets, List<Map<ScoreSet, SetScore>> members) {
        Map<ScoreSet, SetScore> means = new LinkedHashMap<>();
        for (ScoreSet set : sets) {
            means.put(set, SetScore.mean(members.stream().map(one -> score(one, set)).toList()));
        }
        return means;
    }

    /** Shorter vectors and int8 of the run whose weights the encoder has. */
    private Map<String, Map<ScoreSet, SetScore>> otherForms(
            String run, Map<ScoreSet, Optional<String>> sets) throws IOException {
        Map<String, Map<ScoreSet, SetScore>> forms =
                new LinkedHashMap<>(new Beginnings(prepared).score(run, sets.keySet()));
        if (int8.isPresent()) {
            String name = run + ", int8";
            progress.accept(name);
            forms.put(name, scoresInInt8(name, sets, int8.get()));
        }
        return forms;
    }

    private Map<ScoreSet, SetScore> scoresInInt8(
            String name, Map<ScoreSet, Optional<String>> sets, Int8 how) throws IOException {
        try (QuantisedModel quantised = QuantisedModel.of(prepared, how.scratch(), how.cpus())) {
            costs.addForm(name, quantised.bundle());
            return scores(sets, quantised);
        }
    }

    private void addConflicts(Map<String, GradientConflicts> conflicts, String model) {
        if (prepared.plan().inTurn().size() > 1) {
            progress.accept("gradients of " + model);
            conflicts.put(model, GradientConflicts.of(prepared));
        }
    }

    private List<DataCard> data() {
        List<DataCard> data = new ArrayList<>();
        TrainingPlan plan = prepared.plan();
        for (TaskPlan task : plan.tasks()) {
            Use use = plan.drawn().contains(task.name()) ? Use.LEARNED : Use.SCORED;
            data.add(DataCard.of(task.name(), task.data(), use));
        }
        plan.zeroShot().forEach(set -> data.add(DataCard.of(set.name(), set.data(), Use.SCORED)));
        return data;
    }

    private Map<ScoreSet, SetScore> scores(Map<ScoreSet, Optional<String>> sets, Scorer scorer) {
        Map<ScoreSet, SetScore> scores = new LinkedHashMap<>();
        int window = prepared.base().manifest().maxTokens();
        sets.keySet().forEach(set -> scores.put(set, scorer.score(set, window)));
        return scores;
    }

    private static SetScore score(Map<ScoreSet, SetScore> scores, ScoreSet set) {
        SetScore score = scores.get(set);
        if (score == null) {
            throw new IllegalStateException("not scored: " + set.name());
        }
        return score;
    }

    private SetResult result(
            ScoreSet set, Optional<String> task, SetScore base, List<SetScore> runs) {
        List<ModelScore> scores = new ArrayList<>();
        for (SetScore run : runs) {
            scores.add(
                    new ModelScore(
                            figure(run),
                            figure(run.above(base)),
                            scores.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(figure(runs.get(0).above(run)))));
        }
        return new SetResult(set.name(), task, set.contents(), set.measure(), figure(base), scores);
    }

    private Figure figure(SetScore score) {
        return new Figure(score.value(), score.interval(bootstrap));
    }
}
