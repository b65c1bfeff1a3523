package io.nearline.bench.run;

import io.nearline.bench.run.Plan.Peers;
import io.nearline.bench.worker.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contenders, one after the other, round by round. */
final class MainRounds {
    private static final List<Role> OWN =
            List.of(
                    Role.ROOFLINE,
                    Role.PIPELINE,
                    Role.EMBEDDER,
                    Role.ROOFLINE_SERVED,
                    Role.ROOFLINE_EXACT_LENGTHS,
                    Role.BACKFILL);
    private static final List<Role> PEERS =
            List.of(Role.NAIVE_FLINK, Role.LANGCHAIN4J_EMBED, Role.LANGCHAIN4J_EMBED_ALL);

    private final Workers workers;
    private final Plan plan;
    private final Progress progress;
    private final Map<String, Series> series = new LinkedHashMap<>();

    MainRounds(Workers workers, Plan plan, Progress progress) {
        this.workers = workers;
        this.plan = plan;
        this.progress = progress;
    }

    /** Runs all of them; what was measured, by the model's label. */
    Map<String, Series> run(List<ModelUnderTest> models) throws IOException {
        List<Role> contenders = new ArrayList<>(OWN);
        if (plan.peers() == Peers.WITH) {
            contenders.addAll(PEERS);
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (ModelUnderTest model : models) {
                progress.say("round %d of %d: %s", round + 1, plan.rounds(), model.label());
                for (Role contender : contenders) {
                    measure(model, contender);
                }
            }
        }
        return series;
    }

    private void measure(ModelUnderTest model, Role contender) throws IOException {
        if (!workers.isRunning(model, contender)) {
            workers.measure(model, contender, Requests.posts(plan.warmUp()));
        }
        series.computeIfAbsent(model.label(), absent -> new Series())
                .add(contender, workers.measure(model, contender, Requests.posts(plan.posts())));
    }
}
