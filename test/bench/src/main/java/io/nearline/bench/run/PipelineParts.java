package io.nearline.bench.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.job.FullRun;
import io.nearline.bench.job.LiveTask.RepeatsRun;
import io.nearline.bench.job.Paced;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.report.Results;
import io.nearline.bench.task.Json;
import io.nearline.bench.worker.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What else is asked of the pipeline after the main rounds. */
final class PipelineParts {
    private static final int MODELS = 3;

    private final Workers workers;
    private final Plan plan;
    private final Results results;

    PipelineParts(Workers workers, Plan plan, Results results) {
        this.workers = workers;
        this.plan = plan;
        this.results = results;
    }

    /** Freshness at each load. */
    void freshness(ModelUnderTest model, double perSecond) throws IOException {
        List<Double> rates = plan.loads().stream().map(load -> load * perSecond).toList();
        List<Paced> paced = paced(model, "paced", plan.freshnessSeconds(), rates);
        List<Map<String, Object>> points = new ArrayList<>();
        for (int i = 0; i < paced.size(); i++) {
            var freshness = paced.get(i).freshness();
            points.add(
                    Map.of(
                            "load", plan.loads().get(i),
                            "posts_per_second", paced.get(i).rate(),
                            "p50", freshness.p50(),
                            "p95", freshness.p95(),
                            "p99", freshness.p99(),
                            "max", freshness.max(),
                            "cpu_seconds_per_1000", paced.get(i).measurement().cpuPerThousand()));
        }
        results.put(points, "freshness_ms", model.label());
    }

    /**
     * The job with a model that answers at once, at full speed and, if posts are to be fed at a
     * rate at all, at the pipeline's own.
     */
    void withoutModel(ModelUnderTest model, double perSecond) throws IOException {
        var request = Requests.what("instant").put("count", plan.instantPosts());
        workers.measure(model, Role.PIPELINE, request);
        Measurement full = workers.measure(model, Role.PIPELINE, request);
        put(full, "full_speed");
        if (plan.freshnessSeconds() == 0) {
            return;
        }
        Paced own =
                paced(model, "instant_paced", plan.freshnessSeconds(), List.of(perSecond)).get(0);
        put(own.measurement(), "at_the_pipelines_rate");
    }

    private void put(Measurement measurement, String how) {
        results.put(measurement.perSecond(), "job_without_model", how, "posts_per_second");
        results.put(
                measurement.cpuPerThousand() * 1000,
                "job_without_model",
                how,
                "cpu_micros_per_post");
        results.put(
                measurement.allocatedPerPost(),
                "job_without_model",
                how,
                "allocated_bytes_per_post");
    }

    /** The corpus as it is, with edits. */
    void repeats(ModelUnderTest model, BenchPosts repeats, double repeatTokens, double perSecond)
            throws IOException {
        var request = Requests.what("repeats").put("edit_share", Repeats.EDIT_SHARE);
        RepeatsRun answer =
                Json.MAPPER.treeToValue(
                        workers.ask(model, Role.PIPELINE, request), RepeatsRun.class);
        FullRun run = answer.run();
        results.put(
                Repeats.of(
                        run.updates(),
                        repeats.size(),
                        repeats.distinctTexts(),
                        run.measurement().perSecond(),
                        perSecond,
                        model.meanTokens() / repeatTokens),
                "natural_repeats",
                model.label());
        results.put(run.vectors(), "natural_repeats", model.label(), "vectors");
        results.put(answer.cacheHits(), "natural_repeats", model.label(), "cacheHits");
    }

    /** One, two and three models of the same cost. */
    void models(ModelUnderTest model, Path directory) throws IOException {
        List<Path> copies = ModelCopies.make(model.bundle(), directory, MODELS);
        List<Map<String, Object>> points = new ArrayList<>();
        for (int count = 1; count <= MODELS; count++) {
            Measurement measurement =
                    workers.measure(
                            model,
                            Role.PIPELINE,
                            Requests.models(plan.posts() / 2, copies.subList(0, count)));
            points.add(
                    Map.of(
                            "models",
                            count,
                            "posts_per_second",
                            measurement.perSecond() / count,
                            "cpu_seconds_per_1000",
                            measurement.cpuPerThousand() * count));
        }
        results.put(points, "curves", "models", model.label());
    }

    private List<Paced> paced(ModelUnderTest model, String what, double seconds, List<Double> rates)
            throws IOException {
        JsonNode answer = workers.ask(model, Role.PIPELINE, Requests.paced(what, seconds, rates));
        return Json.MAPPER.convertValue(answer, new TypeReference<List<Paced>>() {});
    }
}
