package io.nearline.training.report;

import io.nearline.retrieval.measure.Bootstrap;
import io.nearline.training.evaluate.ScoreSet;
import io.nearline.training.evaluate.SetScore;
import io.nearline.training.evaluate.TaskSet;
import io.nearline.training.learn.GradientConflicts;
import io.nearline.training.learn.Preparation;
import io.nearline.training.learn.QuantisedModel;
import io.nearline.training.learn.Scorer;
import io.nearline.training.learn.TrainingRun;
import io.nearline.training.plan.TaskPlan;
import io.nearline.training.plan.TrainingPlan;
import io.nearline.training.report.DataCard.Use;
import io.nearline.training.report.Report.Figure;
import io.nearline.training.report.Report.ModelScore;
import io.nearline.training.report.Report.SetResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Scores the base and runs on all that a plan holds out for the report. */
public final class RunComparison {
    private final Preparation prepared;
    private final Bootstrap bootstrap;
    private final Consumer<String> progress;
    private final int resamples;
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
        Map<ScoreSet, Optional<String>> sets = new LinkedHashMap<>();
        for (TaskSet part : prepared.data().test()) {
            sets.put(part.set(), Optional.of(part.task()));
        }
        prepared.data().zeroShot().forEach(set -> sets.put(set, Optional.empty()));
        String base = prepared.base().manifest().name();
        progress.accept(base);
        Map<ScoreSet, SetScore> ofBase = scores(sets, prepared::scoreEncoder);
        Map<String, GradientConflicts> conflicts = new LinkedHashMap<>();
        addConflicts(conflicts, base);
        List<String> models = new ArrayList<>();
        List<Map<ScoreSet, SetScore>> ofRuns = new ArrayList<>();
        for (Map.Entry<String, Path> run : runs.entrySet()) {
            progress.accept(run.getKey());
            TrainingRun.takeKept(prepared, run.getValue());
            models.add(run.getKey());
            ofRuns.add(scores(sets, prepared::score));
            if (ofRuns.size() == 1) {
                addConflicts(conflicts, run.getKey());
                Beginnings shorter = new Beginnings(prepared);
                shorter.score(run.getKey(), sets.keySet())
                        .forEach(
                                (name, scores) -> {
                                    models.add(name);
                                    ofRuns.add(scores);
                                });
                if (int8.isPresent()) {
                    models.add(run.getKey() + ", int8");
                    progress.accept(run.getKey() + ", int8");
                    ofRuns.add(scoresInInt8(sets, int8.get()));
                }
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
                                        ofRuns.stream().map(run -> score(run, set)).toList())));
        return new Report(base, models, results, data(), conflicts, resamples);
    }

    private Map<ScoreSet, SetScore> scoresInInt8(Map<ScoreSet, Optional<String>> sets, Int8 how)
            throws IOException {
        try (QuantisedModel quantised = QuantisedModel.of(prepared, how.scratch(), how.cpus())) {
            return scores(sets, quantised);
        }
    }

    private void addConflicts(Map<String, GradientConflicts> conflicts, String model) {
        if (prepared.plan().drawn().size() > 1) {
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
