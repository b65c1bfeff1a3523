package io.nearline.cli.backfill;

import static io.nearline.cli.backfill.Amounts.count;
import static io.nearline.cli.backfill.Amounts.duration;
import static io.nearline.cli.backfill.Amounts.rate;

import io.nearline.operations.backfill.live.LiveTraffic;
import io.nearline.operations.backfill.status.ReportReading;
import io.nearline.operations.backfill.submit.JobHealth;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How far backfills are, for people. */
final class BackfillScreen {

    private static final int DIGITS_OF_DIGEST = 12;

    private final PrintWriter out;

    BackfillScreen(PrintWriter out) {
        this.out = out;
    }

    /** A line for one of several. */
    void list(ReportReading reading, JobHealth health) {
        BackfillReport report = reading.report();
        out.printf(
                "%s  %s  %s%n",
                report.getBackfillId(), report.getModelName(), line(reading, health));
        out.flush();
    }

    /** All that there is to know about one. */
    void show(ReportReading reading, JobHealth health, LiveTraffic live) {
        BackfillReport report = reading.report();
        row("backfill", report.getBackfillId() + "  " + line(reading, health));
        String digest = report.getModelDigest();
        row(
                "model",
                report.getModelName()
                        + " "
                        + digest.substring(0, Math.min(DIGITS_OF_DIGEST, digest.length())));
        row("source", report.getSource() + ", as of " + report.getAsOf());
        row("subset", report.getSubset() == null ? "all posts" : report.getSubset());
        row("done", done(report));
        row("speed", speed(report));
        row(
                "time",
                duration(report.getSeconds())
                        + " at work"
                        + (reading.secondsLeft().isPresent()
                                ? ", " + duration(reading.secondsLeft().getAsDouble()) + " left"
                                : ""));
        row("live", beside(live));
        if (report.getState() == BackfillState.RUNNING) {
            row("job", job(report, health));
        }
        if (report.getSavepoint() != null) {
            row("savepoint", report.getSavepoint());
        }
        if (reading.isSilent()) {
            row(
                    "warning",
                    "no report for "
                            + duration((double) reading.age().toSeconds())
                            + ": its job may have ended; nearline backfill resume "
                            + report.getBackfillId()
                            + " goes on from its newest checkpoint");
        }
        out.flush();
    }

    /** The state in one line, and what is wrong if something is. */
    static String line(ReportReading reading, JobHealth health) {
        boolean troubled =
                reading.report().getState() == BackfillState.RUNNING && health.isInTrouble();
        return troubled
                ? line(reading, state(reading, health)) + "  " + failures(health)
                : line(reading, state(reading, health));
    }

    /** What it is doing: what its job says of itself, unless the cluster knows better. */
    private static String state(ReportReading reading, JobHealth health) {
        BackfillState reported = reading.report().getState();
        if (reported != BackfillState.RUNNING) {
            return reported.name();
        }
        return switch (health.condition()) {
            case AT_WORK -> reported.name();
            case RESTARTING -> "RESTARTING";
            case FAILED -> "FAILED";
            case ENDED -> "ENDED";
            case GONE -> "LOST";
            case UNKNOWN -> reading.isSilent() ? "SILENT" : reported.name();
        };
    }

    /** Such as {@code 7 restarts: NoClassDefFoundError: org/x/Y}. */
    private static String failures(JobHealth health) {
        String cause = health.cause() == null ? "no failure is known" : health.cause();
        String state = health.flinkState() == null ? "" : health.flinkState() + ", ";
        return health.restarts() == 0
                ? state + cause
                : "%s%,d restarts: %s".formatted(state, health.restarts(), cause);
    }

    private static String job(BackfillReport report, JobHealth health) {
        return health.condition() == JobHealth.Condition.UNKNOWN
                ? report.getJobId() + ", nothing known: " + health.cause()
                : "%s %s, %s"
                        .formatted(
                                report.getJobId(),
                                Objects.requireNonNullElse(health.flinkState(), "unknown"),
                                health.cause() == null
                                        ? "never failed"
                                        : "%,d restarts; last failure %s: %s"
                                                .formatted(
                                                        health.restarts(),
                                                        health.failedAt(),
                                                        health.cause()));
    }

    private static String line(ReportReading reading, String state) {
        BackfillReport report = reading.report();
        String bar = state + "  " + ProgressBar.of(reading.share()) + "  ";
        if (report.getExpected() == null && report.getState() != BackfillState.FINISHED) {
            return bar + "counting the posts";
        }
        String posts =
                count(reading.ended())
                        + (report.getExpected() == null ? "" : " of " + count(report.getExpected()))
                        + " posts";
        return reading.secondsLeft().isEmpty()
                ? bar + posts
                : bar
                        + posts
                        + "  "
                        + speed(report)
                        + "  "
                        + duration(reading.secondsLeft().getAsDouble())
                        + " left";
    }

    /** What the live job does, in a few words. */
    static String beside(LiveTraffic live) {
        return rate(live.updatesPerSecond())
                + " updates/s, p99 "
                + (live.freshnessP99Millis().isPresent()
                        ? live.freshnessP99Millis().getAsLong() + " ms"
                        : "unknown (none in the last minute)")
                + ", merge lag "
                + (live.mergeLag().isPresent()
                        ? count(live.mergeLag().getAsLong())
                        : "unknown (never merged)");
    }

    private static String speed(BackfillReport report) {
        Double allowed = report.getAllowedPerSecond();
        return rate(report.getPostsPerSecond())
                + " posts/s"
                + (allowed == null ? "" : ", allowed " + rate(allowed));
    }

    private static String done(BackfillReport report) {
        String skipped =
                new TreeMap<>(report.getSkipped())
                        .entrySet().stream()
                                .map(entry -> count(entry.getValue()) + " " + entry.getKey())
                                .collect(Collectors.joining(", "));
        return count(report.getEmbedded())
                + " embedded, "
                + (skipped.isEmpty() ? "none" : skipped)
                + " skipped, "
                + count(report.getDeadLettered())
                + " dead letters (%s unreadable), ".formatted(count(report.getUnreadable()))
                + count(report.getTokens())
                + " tokens";
    }

    private void row(String what, String value) {
        out.printf("%-10s %s%n", what, value);
    }
}
