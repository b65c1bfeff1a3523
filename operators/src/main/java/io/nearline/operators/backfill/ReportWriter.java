package io.nearline.operators.backfill;

import io.nearline.operators.record.EncodedRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.ControlKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@link BackfillProgress} to the Kafka record of a {@link BackfillReport}. Not thread-safe. */
final class ReportWriter {

    private static final double MILLIS = 1_000;

    private final AvroCodec<BackfillReport> codec = AvroCodec.of(BackfillReport.class);
    private final BackfillIdentity identity;
    private final String jobId;
    private BackfillProgress reportedLast;

    /**
     * @param resumed where this life of the job began
     */
    ReportWriter(BackfillIdentity identity, String jobId, BackfillProgress resumed) {
        this.identity = identity;
        this.jobId = jobId;
        this.reportedLast = resumed;
    }

    /**
     * A report of work that goes on; its rate is that since the report before.
     *
     * @param pace the pace at present; null if it is not known
     */
    EncodedRecord running(BackfillProgress reached, @Nullable PaceReading pace, Instant now) {
        double rate =
                rate(
                        reached.embedded() - reportedLast.embedded(),
                        reached.workedMillis() - reportedLast.workedMillis());
        reportedLast = reached;
        BackfillReport.Builder report = report(reached, now).setState(BackfillState.RUNNING);
        if (pace != null) {
            report.setAllowedPerSecond(
                            Double.isInfinite(pace.recordsPerSecond())
                                    ? null
                                    : pace.recordsPerSecond())
                    .setLiveFreshnessMillis(
                            pace.liveFreshnessMillis() < 0 ? null : pace.liveFreshnessMillis());
        }
        return encoded(report.setPostsPerSecond(rate).build());
    }

    /** The last report; its rate is that of the whole work. */
    EncodedRecord finished(BackfillProgress reached, Instant now) {
        return encoded(
                report(reached, now)
                        .setState(BackfillState.FINISHED)
                        .setPostsPerSecond(rate(reached.embedded(), reached.workedMillis()))
                        .build());
    }

    private BackfillReport.Builder report(BackfillProgress reached, Instant now) {
        Instant startedAt =
                identity.startedAt() == null
                        ? Instant.ofEpochMilli(reached.startedAt())
                        : identity.startedAt();
        return BackfillReport.newBuilder()
                .setBackfillId(identity.id())
                .setModelName(identity.model().name())
                .setModelDigest(identity.model().digest())
                .setSource(identity.source())
                .setSubset(identity.subset())
                .setAsOf(identity.asOf())
                .setExpected(reached.surveyed() ? reached.posts() : null)
                .setRead(reached.read())
                .setEmbedded(reached.embedded())
                .setSkipped(reached.skips())
                .setDeadLettered(reached.deadLettered())
                .setUnreadable(reached.unreadable())
                .setTokens(reached.tokens())
                .setSeconds(reached.workedMillis() / MILLIS)
                .setJobId(jobId)
                .setRestUrl(identity.restUrl())
                .setStartedAt(startedAt)
                .setUpdatedAt(now);
    }

    private static double rate(long count, long millis) {
        return millis <= 0 ? 0 : count * MILLIS / millis;
    }

    private EncodedRecord encoded(BackfillReport report) {
        byte[] key = ControlKey.backfill(identity.model().name(), identity.id()).toBytes();
        return new EncodedRecord(key, codec.encode(report));
    }
}
