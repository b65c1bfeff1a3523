package io.nearline.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.bench.report.Results;
import java.util.ArrayList;
import java.util.List;

/** Holds the figures against the bars that the project sets itself. */
final class BarReport {
    private final JsonNode json;
    private final List<Bar> bars = new ArrayList<>();

    private BarReport(JsonNode json) {
        this.json = json;
    }

    /**
     * One bar.
     *
     * @param what is held against it
     * @param value what was measured
     * @param sense which way is good
     * @param bar the bar
     * @param met whether the value is good
     */
    record Bar(String what, double value, String sense, double bar, boolean met) {}

    /** Adds those bars that something was measured for. */
    static void add(Results results) {
        BarReport report = new BarReport(results.json());
        report.ofModel("fp32", 1.10, 1.05);
        report.ofModel("int8", 1.30, 1.15);
        report.ofModel("int8-calibrated", 1.30, 1.15);
        report.atMost(
                "whole job but the model, full speed, CPU us",
                "/job_without_model/full_speed/cpu_micros_per_post",
                150);
        report.atMost(
                "whole job but the model, at the pipeline's rate, CPU us",
                "/job_without_model/at_the_pipelines_rate/cpu_micros_per_post",
                150);
        report.freshness();
        results.put(report.bars, "bars");
    }

    private void ofModel(String model, double embedder, double pipeline) {
        String ratios = "/ratio_to_roofline/" + model;
        atLeast("embedder " + model + " / roofline", ratios + "/embedder", embedder);
        atLeast("pipeline " + model + " / roofline", ratios + "/pipeline", pipeline);
        String peers = "/peers/" + model;
        atLeast(
                "pipeline " + model + " / naive Flink job",
                peers + "/pipeline_to_naive_flink/median",
                2);
        if (!model.equals("fp32")) {
            atLeast(
                    "pipeline " + model + " / LangChain4j",
                    peers + "/pipeline_to_langchain4j/median",
                    1.5);
        }
        atMost(
                "stages but the model, " + model + ", CPU us",
                "/stage_sum_without_model_cpu_micros/" + model,
                150);
    }

    private void freshness() {
        json.path("freshness_ms")
                .properties()
                .forEach(
                        model ->
                                model.getValue()
                                        .forEach(point -> freshness(model.getKey(), point)));
    }

    private void freshness(String model, JsonNode point) {
        if (point.path("load").asDouble() == 0.7) {
            bars.add(lowBar("freshness p50 at 70 %, " + model, point.path("p50").asDouble(), 50));
            bars.add(lowBar("freshness p99 at 70 %, " + model, point.path("p99").asDouble(), 500));
        }
    }

    private void atLeast(String what, String path, double bar) {
        JsonNode value = json.at(path);
        if (!value.isMissingNode()) {
            double measured = value.asDouble();
            bars.add(new Bar(what, measured, ">=", bar, measured >= bar));
        }
    }

    private void atMost(String what, String path, double bar) {
        JsonNode value = json.at(path);
        if (!value.isMissingNode()) {
            bars.add(lowBar(what, value.asDouble(), bar));
        }
    }

    private static Bar lowBar(String what, double value, double bar) {
        return new Bar(what, value, "<=", bar, value <= bar);
    }
}
