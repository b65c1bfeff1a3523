package io.nearline.cli.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run went, so far or in all.
 *
 * @param account what became of the posts
 * @param freshness event time to publication of the updates, backfilled ones left out; with a
 *     backfill, of those that arrived live after the history
 * @param seconds from the first post published to the last end of one seen
 * @param restarts restarts of the job after failures
 * @param models names of the models that gave updates
 * @param backfill what the backfill came to; null if none was run, or it is not over
 */
public record Summary(
        Account account,
        Freshness.Percentiles freshness,
        double seconds,
        long restarts,
        List<String> models,
        @Nullable BackfillFigures backfill) {

    /** Copies the names. */
    public Summary {
        models = List.copyOf(models);
    }

    /** The same run with what its backfill came to. */
    Summary with(BackfillFigures figures) {
        return new Summary(account, freshness, seconds, restarts, models, figures);
    }

    /** Posts ended per second, over the whole run. */
    public double postsPerSecond() {
        return seconds > 0 ? account.ended() / seconds : 0;
    }

    /** One JSON object. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("posts", account.posts()).put("updates", account.updates());
        account.skipped().forEach(json.putObject("skipped")::put);
        json.put("dead_letters", account.deadLetters());
        json.put("posts_per_second", tenths(postsPerSecond()));
        json.putObject("freshness_ms").put("p50", freshness.p50()).put("p99", freshness.p99());
        json.put("seconds", tenths(seconds)).put("job_restarts", restarts);
        models.forEach(json.putArray("models")::add);
        if (backfill != null) {
            json.set("backfill", backfill.toJson());
        }
        return json;
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
