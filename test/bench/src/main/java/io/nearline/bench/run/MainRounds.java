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
    /** Left for what comes after the rounds, where a run must end. */
    private static final double OTHER_PARTS_SECONDS = 180;

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
    private final Deadline deadline;
    private final Map<String, Series> series = new LinkedHashMap<>();

    MainRounds(Workers workers, Plan plan, Progress progress, Deadline deadline) {
        this.workers = workers;
        this.plan = plan;
        this.progress = progress;
        this.deadline = deadline;
    }

    /** Runs all of them; what was measured, by the model's label. */
    Map<String, Series> run(List<ModelUnderTest> models) throws IOException {
        List<Role> contenders = new ArrayList<>(OWN);
        if (plan.peers() == Peers.WITH) {
            contenders.addAll(PEERS);
        }
        double roundSeconds = 0;
        for (int round = 0; round < plan.rounds(); round++) {
            if (!deadline.allows(roundSeconds + OTHER_PARTS_SECONDS) && round > 0) {
                progress.say("no time left for round %d", round + 1);
                break;
            }
            long start = System.nanoTime();
            for (ModelUnderTest model : models) {
                progress.say("round %d of %d: %s", round + 1, plan.rounds(), model.label());
                for (Role contender : contenders) {
                    measure(model, contender);
                }
            }
            roundSeconds = (System.nanoTime() - start) / 1e9;
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
