package io.nearline.pipeline.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a backfill came to.
 *
 * @param model name of the model that embedded the past
 * @param expected posts that the backfill had to embed, by its own report: embedded or failed
 * @param merged posts of which a backfilled vector was published; fewer than expected where live
 *     changes came first
 * @param index the published index against what was fed
 * @param seconds from its submission to the last vector merged
 */
public record BackfillFigures(
        String model, long expected, long merged, IndexCheck index, double seconds) {

    /** One JSON object. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", model).put("expected", expected).put("merged", merged);
        json.put("coverage", shortened(index.coverage())).put("regressed", index.regressed());
        json.put("seconds", Math.round(seconds * 10) / 10.0);
        return json;
    }

    /** Cut, not rounded: 1 means that not one is missing. */
    private static double shortened(double share) {
        return Math.floor(share * 1e6) / 1e6;
    }
}
