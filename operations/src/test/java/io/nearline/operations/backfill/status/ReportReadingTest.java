package io.nearline.operations.backfill.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportReadingTest {

    private static final Instant WRITTEN = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void countsPostsAndNotRecords() {
        BackfillReport report =
                report().setEmbedded(50)
                        .setSkipped(Map.of("deleted", 3L, "empty", 2L, "older-revision", 400L))
                        .setDeadLettered(1)
                        .build();

        assertThat(read(report).ended()).isEqualTo(56);
        assertThat(read(report).share()).hasValue(0.56);
    }

    @Test
    void saysNothingOfProgressUntilThePostsAreCounted() {
        BackfillReport report = report().setExpected(null).setPostsPerSecond(10).build();

        assertThat(read(report).share()).isEmpty();
        assertThat(read(report).secondsLeft()).isEmpty();
    }

    @Test
    void takesThePresentRateForTheTimeLeft() {
        BackfillReport report = report().setEmbedded(40).setPostsPerSecond(20).build();

        assertThat(read(report).secondsLeft()).hasValue(3);
    }

    @Test
    void saysNothingOfTheTimeLeftWhereNothingMoves() {
        assertThat(read(report().setPostsPerSecond(0).build()).secondsLeft()).isEmpty();
        BackfillReport paused =
                report().setPostsPerSecond(5).setState(BackfillState.PAUSED).build();
        assertThat(read(paused).secondsLeft()).isEmpty();
    }

    @Test
    void aFinishedBackfillIsDoneWhateverItsCounts() {
        BackfillReport report = report().setState(BackfillState.FINISHED).setExpected(null).build();

        assertThat(read(report).share()).hasValue(1);
    }

    @Test
    void deadLettersOfRecordsThatAreNoPostsDoNotMakeItMoreThanDone() {
        BackfillReport report =
                report().setEmbedded(40).setDeadLettered(7).setUnreadable(5).build();

        assertThat(read(report).ended()).isEqualTo(42);
        assertThat(read(report).share()).hasValue(0.42);
    }

    @Test
    void aBackfillWithoutPostsIsDone() {
        assertThat(read(report().setExpected(0L).build()).share()).hasValue(1);
    }

    @Test
    void onlyARunningBackfillThatStoppedReportingIsSilent() {
        Instant later = WRITTEN.plusSeconds(60);
        BackfillReport paused = report().setState(BackfillState.PAUSED).build();

        assertThat(new ReportReading(report().build(), later).isSilent()).isTrue();
        assertThat(read(report().build()).isSilent()).isFalse();
        assertThat(new ReportReading(paused, later).isSilent()).isFalse();
    }

    private static ReportReading read(BackfillReport report) {
        return new ReportReading(report, WRITTEN.plusSeconds(1));
    }

    private static BackfillReport.Builder report() {
        return BackfillReport.newBuilder()
                .setBackfillId("night")
                .setModelName("m")
                .setModelDigest("d")
                .setState(BackfillState.RUNNING)
                .setSource("posts 0:0-500")
                .setAsOf(WRITTEN)
                .setExpected(100L)
                .setJobId("j")
                .setStartedAt(WRITTEN)
                .setUpdatedAt(WRITTEN);
    }
}
