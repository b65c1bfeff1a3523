package io.nearline.operations.backfill.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** A plan as one JSON object. Shares are of 0 to 1, sizes in bytes. */
public final class PlanJson {

    private PlanJson() {}

    /** The object; what is unknown is null. */
    public static ObjectNode of(BackfillPlan plan) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model", plan.modelName()).put("digest", plan.modelDigest());
        json.put("source", plan.source()).put("subset", plan.subset());
        json.put("as_of", plan.asOf().toString());
        posts(json, plan.posts());
        texts(json, plan.texts());
        speed(json, plan.speed());
        json.put("output_bytes", plan.disk().output());
        json.put("backfill_state_bytes", plan.disk().backfillState());
        json.put("live_state_bytes", plan.disk().liveState());
        live(json.putObject("live"), plan.live());
        return json;
    }

    private static void posts(ObjectNode json, BackfillPlan.Posts posts) {
        json.put("records", posts.records()).put("sampled", posts.sampled());
        json.put("certainty", posts.certainty().name().toLowerCase(Locale.ROOT));
        json.put("posts", posts.distinct()).put("to_embed", posts.toEmbed());
        json.put("unreadable", posts.unreadable());
        json.put("first_problem", posts.firstProblem());
    }

    private static void texts(ObjectNode json, BackfillPlan.Texts texts) {
        json.put("tokens", texts.tokens()).put("tokens_per_post", texts.tokensPerPost());
        json.put("truncated_share", texts.truncatedShare());
        json.put("padding_share", texts.paddingShare());
    }

    private static void speed(ObjectNode json, BackfillPlan.Speed speed) {
        json.put("parallelism", speed.parallelism());
        json.put("posts_per_second", speed.postsPerSecond());
        json.put("speed", speed.origin().name().toLowerCase(Locale.ROOT));
        json.put(
                "records_per_second_cap",
                speed.recordsPerSecondCap().isPresent()
                        ? speed.recordsPerSecondCap().getAsDouble()
                        : null);
        json.put("hours", speed.hours());
    }

    private static void live(ObjectNode json, BackfillPlan.Live live) {
        json.put("updates_per_second", live.updatesPerSecond());
        json.put(
                "freshness_p99_ms",
                live.freshnessP99Millis().isPresent()
                        ? live.freshnessP99Millis().getAsLong()
                        : null);
        json.put("merges_per_second", live.mergesPerSecond());
        json.put("merges_per_second_cap", live.mergesPerSecondCap());
        json.put("merge_share", live.mergeShare());
        json.put("merge_lag", live.mergeLag()).put("merge_lag_seconds", live.mergeLagSeconds());
    }
}
