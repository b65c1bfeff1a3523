package io.nearline.operations.backfill.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.operations.backfill.live.LiveTraffic;
import io.nearline.operations.backfill.submit.JobHealth;
import io.nearline.schemas.BackfillReport;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How far a backfill is as one JSON object; what is unknown is null. */
public final class StatusJson {

    private StatusJson() {}

    /** The report, what it means, and how its job is, without the live job. */
    public static ObjectNode of(ReportReading reading, JobHealth health) {
        ObjectNode json = of(reading);
        ObjectNode job = json.putObject("job_health");
        job.put("condition", health.condition().name()).put("flink_state", health.flinkState());
        job.put("restarts", health.restarts()).put("cause", health.cause());
        job.put("failed_at", Objects.toString(health.failedAt(), null));
        return json;
    }

    private static ObjectNode of(ReportReading reading) {
        BackfillReport report = reading.report();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", report.getBackfillId()).put("state", report.getState().name());
        json.put("model", report.getModelName()).put("digest", report.getModelDigest());
        json.put("source", report.getSource()).put("subset", report.getSubset());
        json.put("as_of", report.getAsOf().toString());
        progress(json, reading);
        json.put("allowed_per_second", report.getAllowedPerSecond());
        json.put("guard_freshness_p99_ms", report.getLiveFreshnessMillis());
        json.put("job", report.getJobId()).put("rest_url", report.getRestUrl());
        json.put("savepoint", report.getSavepoint());
        json.put("started_at", report.getStartedAt().toString());
        json.put("updated_at", report.getUpdatedAt().toString());
        json.put("silent", reading.isSilent());
        return json;
    }

    /** The report, what it means, how its job is, and what the live job does beside. */
    public static ObjectNode of(ReportReading reading, JobHealth health, LiveTraffic live) {
        ObjectNode json = of(reading, health);
        ObjectNode beside = json.putObject("live");
        beside.put("updates_per_second", live.updatesPerSecond());
        beside.put("freshness_p99_ms", orNull(live.freshnessP99Millis()));
        beside.put("merge_lag", orNull(live.mergeLag()));
        return json;
    }

    private static void progress(ObjectNode json, ReportReading reading) {
        BackfillReport report = reading.report();
        json.put("expected", report.getExpected()).put("ended", reading.ended());
        json.put("share", orNull(reading.share()));
        json.put("read", report.getRead()).put("embedded", report.getEmbedded());
        new TreeMap<>(report.getSkipped()).forEach(json.putObject("skipped")::put);
        json.put("dead_lettered", report.getDeadLettered());
        json.put("unreadable", report.getUnreadable()).put("tokens", report.getTokens());
        json.put("seconds", report.getSeconds());
        json.put("posts_per_second", report.getPostsPerSecond());
        json.put("seconds_left", orNull(reading.secondsLeft()));
    }

    private static @Nullable Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    private static @Nullable Double orNull(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
