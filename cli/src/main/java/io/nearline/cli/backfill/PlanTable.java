package io.nearline.cli.backfill;

import static io.nearline.cli.backfill.Amounts.bytes;
import static io.nearline.cli.backfill.Amounts.count;
import static io.nearline.cli.backfill.Amounts.duration;
import static io.nearline.cli.backfill.Amounts.percent;
import static io.nearline.cli.backfill.Amounts.rate;

import io.nearline.operations.backfill.plan.BackfillPlan;
import io.nearline.operations.backfill.plan.BackfillPlan.Certainty;
import io.nearline.operations.backfill.plan.BackfillPlan.SpeedOrigin;
import java.io.PrintWriter;
import java.time.Duration;

/** A plan for people: a line for each thing to know, with what it rests on. */
final class PlanTable {

    private final BackfillPlan plan;
    private final PrintWriter out;

    PlanTable(BackfillPlan plan, PrintWriter out) {
        this.plan = plan;
        this.out = out;
    }

    void print() {
        line("model", plan.modelName() + " " + plan.modelDigest().substring(0, 12));
        line("source", plan.source());
        line("subset", plan.subset() == null ? "all posts" : plan.subset());
        line("as of", plan.asOf().toString());
        posts();
        texts();
        speed();
        disk();
        live();
        out.flush();
    }

    private void posts() {
        BackfillPlan.Posts posts = plan.posts();
        line(
                "records",
                count(posts.records())
                        + (posts.certainty() == Certainty.COUNTED
                                ? ", all read for this plan"
                                : "; what follows is estimated from "
                                        + count(posts.sampled())
                                        + " of them"));
        line("posts", count(posts.distinct()) + ", to embed: " + count(posts.toEmbed()));
        if (posts.unreadable() > 0) {
            line(
                    "unreadable",
                    "%s records are no posts; the first: %s"
                            .formatted(count(posts.unreadable()), posts.firstProblem()));
        }
    }

    private void texts() {
        BackfillPlan.Texts texts = plan.texts();
        line("tokens", count(texts.tokens()) + ", " + rate(texts.tokensPerPost()) + " per post");
        line("truncated", percent(texts.truncatedShare()) + " of the posts, at the model's window");
        line("padding", percent(texts.paddingShare()) + " of what the model reads");
    }

    private void speed() {
        BackfillPlan.Speed speed = plan.speed();
        String cap =
                speed.recordsPerSecondCap().isPresent()
                        ? ", at most "
                                + rate(speed.recordsPerSecondCap().getAsDouble())
                                + " records/s read"
                        : "";
        line(
                "speed",
                rate(speed.postsPerSecond())
                        + " posts/s on "
                        + speed.parallelism()
                        + (speed.parallelism() == 1 ? " core" : " cores")
                        + (speed.origin() == SpeedOrigin.MEASURED_HERE
                                ? ", measured on this machine"
                                : ", as given")
                        + cap);
        line("time", duration(speed.hours() * Duration.ofHours(1).toSeconds()));
    }

    private void disk() {
        BackfillPlan.Disk disk = plan.disk();
        line(
                "output",
                bytes(disk.output())
                        + " per copy in the topic of backfilled vectors, as much again in the topic"
                        + " of index updates");
        line(
                "state",
                bytes(disk.backfillState())
                        + " in the backfill, "
                        + bytes(disk.liveState())
                        + " more in the live job");
    }

    private void live() {
        BackfillPlan.Live live = plan.live();
        line(
                "live now",
                rate(live.updatesPerSecond())
                        + " updates/s, "
                        + (live.freshnessP99Millis().isPresent()
                                ? "p99 " + live.freshnessP99Millis().getAsLong() + " ms"
                                : "freshness unknown: none in the last minute"));
        line(
                "live then",
                rate(live.mergesPerSecond())
                        + " merges/s beside them ("
                        + percent(live.mergeShare())
                        + "), cap "
                        + rate(live.mergesPerSecondCap())
                        + "/s; live posts go first");
        line(
                "merge lag",
                live.mergeLag() == 0
                        ? "none: the live job merges as fast as the backfill writes"
                        : count(live.mergeLag())
                                + " vectors at the end, merged "
                                + duration(live.mergeLagSeconds())
                                + " later");
    }

    private void line(String what, String value) {
        out.printf("%-16s %s%n", what, value);
    }
}
