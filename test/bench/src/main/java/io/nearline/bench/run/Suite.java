package io.nearline.bench.run;

import io.nearline.bench.contender.Tokens;
import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.report.Results;
import io.nearline.bench.worker.Role;
import io.nearline.bench.worker.WorkerFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run measures, in the order of its importance: what no time is left for is
 * skipped.
 */
final class Suite {
    /** What parts take at least on two cores, beside the posts they feed. */
    private static final double JOB_START_SECONDS = 12;

    private static final double STATE_POSTS_PER_SECOND = 10_000;

    private final Workers workers;
    private final Plan plan;
    private final Results results;
    private final Progress progress;
    private final Deadline deadline;
    private final PipelineParts pipeline;
    private final List<String> skipped = new ArrayList<>();

    Suite(Workers workers, Plan plan, Results results, Progress progress) {
        this.workers = workers;
        this.plan = plan;
        this.results = results;
        this.progress = progress;
        this.deadline = new Deadline(progress, plan.seconds());
        this.pipeline = new PipelineParts(workers, plan, results);
    }

    /** A part of the run. */
    @FunctionalInterface
    private interface Part {
        void run() throws IOException;
    }

    /**
     * Measures everything.
     *
     * @param models the first of them stands for all where one is enough
     * @param work directory for copies of models
     */
    void run(List<ModelUnderTest> models, BenchPosts repeats, Path work) throws IOException {
        Map<String, Series> series = new MainRounds(workers, plan, progress, deadline).run(models);
        for (ModelUnderTest model : models) {
            new ContenderReport(results).add(model, series.get(model.label()));
            endBut(model, Role.PIPELINE);
        }
        StageRounds stages = new StageRounds(workers, plan, results);
        for (ModelUnderTest model : models) {
            part("stages of " + model.label(), 15, () -> stages.run(model));
        }
        ModelUnderTest first = models.get(0);
        part(
                "the job without a model",
                3 * JOB_START_SECONDS + plan.freshnessSeconds(),
                () -> pipeline.withoutModel(first, rate(series, first)));
        if (plan.freshnessSeconds() > 0) {
            for (ModelUnderTest model : models) {
                part(
                        "freshness of " + model.label(),
                        JOB_START_SECONDS + plan.loads().size() * plan.freshnessSeconds(),
                        () -> pipeline.freshness(model, rate(series, model)));
            }
        }
        for (ModelUnderTest model : models) {
            part(
                    "natural repeats with " + model.label(),
                    JOB_START_SECONDS + repeats.size() / rate(series, model),
                    () ->
                            pipeline.repeats(
                                    model, repeats, tokens(model, repeats), rate(series, model)));
        }
        if (plan.curveWords() > 0) {
            curves(models, rate(series, first), work);
        }
        results.put(skipped, "skipped");
        BarReport.add(results);
    }

    private void curves(List<ModelUnderTest> models, double perSecond, Path work)
            throws IOException {
        ModelUnderTest first = models.get(0);
        for (ModelUnderTest model : models) {
            var request = Requests.what("length").put("words", plan.curveWords());
            part(
                    "texts of growing length with " + model.label(),
                    20,
                    () ->
                            results.put(
                                    workers.ask(model, Role.CURVES, request),
                                    "curves",
                                    "length",
                                    model.label()));
        }
        long state = plan.largestState();
        part(
                "up to " + state + " posts in state",
                10 + state / STATE_POSTS_PER_SECOND,
                () ->
                        results.put(
                                workers.ask(
                                        first,
                                        Role.CURVES,
                                        Requests.what("state").put("largest", state)),
                                "curves",
                                "state"));
        part(
                "1 to 3 models",
                3 * JOB_START_SECONDS + 3 * plan.posts() / perSecond,
                () -> pipeline.models(first, work.resolve("models")));
    }

    private void part(String name, double seconds, Part part) throws IOException {
        if (deadline.allows(seconds)) {
            progress.say("%s", name);
            try {
                part.run();
            } catch (WorkerFailedException e) {
                // What was measured so far is worth an hour; say what is missing and go on.
                progress.say("%s", e.getMessage());
                skipped.add(name + " (failed)");
            }
        } else {
            progress.say("no time left for %s", name);
            skipped.add(name);
        }
    }

    private void endBut(ModelUnderTest model, Role kept) {
        for (Role role : Role.values()) {
            if (role != kept) {
                workers.end(model, role);
            }
        }
    }

    private static double tokens(ModelUnderTest model, BenchPosts posts) {
        return Tokens.of(model.bundle(), posts.texts()).stream()
                .mapToInt(ids -> ids.length)
                .average()
                .orElse(0);
    }

    private static double rate(Map<String, Series> series, ModelUnderTest model) {
        return series.get(model.label()).of(Role.PIPELINE, Measurement::perSecond).median();
    }
}
