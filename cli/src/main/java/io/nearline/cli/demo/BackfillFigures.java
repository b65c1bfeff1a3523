package io.nearline.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.operations.rollout.GateReport;
import org.jspecify.annotations.Nullable;

/**
 * What a backfill came to.
 *
 * @param model name of the model that embedded the past
 * @param expected posts that the backfill had to embed, by its own report: embedded or failed
 * @param merged posts of which a backfilled vector was published; fewer than expected where live
 *     changes came first
 * @param index the published index against what was fed
 * @param seconds from its submission to the last vector merged
 * @param live freshness of the live updates in that time
 * @param worstLiveMillis the worst 99th percentile of it in any window of the live guard
 * @param promotion the checks that the model has passed and was promoted by; null if it was not to
 *     be promoted
 */
public record BackfillFigures(
        String model,
        long expected,
        long merged,
        IndexCheck index,
        double seconds,
        Freshness.Percentiles live,
        long worstLiveMillis,
        @Nullable GateReport promotion) {

    /** The same with the model promoted. */
    BackfillFigures with(GateReport report) {
        return new BackfillFigures(
                model, expected, merged, index, seconds, live, worstLiveMillis, report);
    }

    /** One JSON object. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", model).put("expected", expected).put("merged", merged);
        json.put("coverage", shortened(index.coverage())).put("regressed", index.regressed());
        json.put("seconds", Math.round(seconds * 10) / 10.0);
        json.putObject("live_freshness_ms")
                .put("p50", live.p50())
                .put("p99", live.p99())
                .put("worst_window_p99", worstLiveMillis);
        if (promotion != null) {
            ObjectNode promoted = json.putObject("promoted");
            promoted.put("digest", promotion.candidate().digest());
            promotion.baseline().ifPresent(former -> promoted.put("replaces", former.name()));
            promotion.figures().forEach(promoted.putObject("checks")::put);
        }
        return json;
    }

    /** Cut, not rounded: 1 means that not one is missing. */
    private static double shortened(double share) {
        return Math.floor(share * 1e6) / 1e6;
    }
}
