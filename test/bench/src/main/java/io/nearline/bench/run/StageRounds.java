package io.nearline.bench.run;

import com.fasterxml.jackson.core.type.TypeReference;
import io.nearline.bench.measure.Spread;
import io.nearline.bench.report.Results;
import io.nearline.bench.stage.StageCost;
import io.nearline.bench.task.Json;
import io.nearline.bench.worker.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The stages alone: medians of the rounds, and the sum of what is no work of the model. */
final class StageRounds {
    private static final Set<String> OF_THE_MODEL = Set.of("tokenise", "infer");

    private final Workers workers;
    private final Plan plan;
    private final Results results;

    StageRounds(Workers workers, Plan plan, Results results) {
        this.workers = workers;
        this.plan = plan;
        this.results = results;
    }

    /** Measures and writes down. */
    void run(ModelUnderTest model) throws IOException {
        Map<String, List<StageCost>> costs = new LinkedHashMap<>();
        // One more: the first is there for the compiler.
        for (int round = 0; round <= plan.rounds(); round++) {
            var request = Requests.what("stages").put("inferred", plan.inferred());
            List<StageCost> stages =
                    Json.MAPPER.convertValue(
                            workers.ask(model, Role.STAGES, request),
                            new TypeReference<List<StageCost>>() {});
            if (round > 0) {
                stages.forEach(
                        stage ->
                                costs.computeIfAbsent(stage.stage(), absent -> new ArrayList<>())
                                        .add(stage));
            }
        }
        workers.end(model, Role.STAGES);
        report(model.label(), costs);
    }

    private void report(String label, Map<String, List<StageCost>> costs) {
        double sum = 0;
        for (Map.Entry<String, List<StageCost>> stage : costs.entrySet()) {
            List<StageCost> rounds = stage.getValue();
            Spread micros = Spread.of(rounds.stream().map(StageCost::cpuMicros).toList());
            Spread bytes = Spread.of(rounds.stream().map(StageCost::allocatedBytes).toList());
            results.put(micros, "stages", label, stage.getKey(), "cpu_micros_per_post");
            results.put(bytes, "stages", label, stage.getKey(), "allocated_bytes_per_post");
            sum += OF_THE_MODEL.contains(stage.getKey()) ? 0 : micros.median();
        }
        results.put(sum, "stage_sum_without_model_cpu_micros", label);
    }
}
