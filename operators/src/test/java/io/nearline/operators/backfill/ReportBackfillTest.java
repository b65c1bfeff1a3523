package io.nearline.operators.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.ModelId;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.ControlKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReportBackfillTest {

    private static final long INTERVAL = 5_000;
    private static final BackfillIdentity IDENTITY =
            new BackfillIdentity(
                    "b",
                    new ModelId("m", "digest"),
                    "posts 0:0-9",
                    null,
                    Instant.EPOCH.plusSeconds(99),
                    null,
                    "http://flink");

    private final AvroCodec<BackfillReport> codec = AvroCodec.of(BackfillReport.class);
    private OneInputStreamOperatorTestHarness<Tally, EncodedRecord> reporter;

    @BeforeEach
    void open() throws Exception {
        reporter = newReporter(1_000);
        reporter.open();
        // The timer of the first report is due, but only a step of the clock runs it.
        reporter.setProcessingTime(1_000);
    }

    @AfterEach
    void close() throws Exception {
        reporter.close();
    }

    private static OneInputStreamOperatorTestHarness<Tally, EncodedRecord> newReporter(long now)
            throws Exception {
        OneInputStreamOperatorTestHarness<Tally, EncodedRecord> harness =
                new OneInputStreamOperatorTestHarness<>(
                        new ReportBackfill(IDENTITY, Duration.ofMillis(INTERVAL)));
        harness.setup(
                TypeInformation.of(EncodedRecord.class)
                        .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        harness.setProcessingTime(now);
        return harness;
    }

    private void count(Tally... tallies) throws Exception {
        for (Tally tally : tallies) {
            reporter.processElement(new StreamRecord<>(tally));
        }
    }

    private List<BackfillReport> reports() {
        return reporter.extractOutputValues().stream()
                .map(record -> codec.decode(record.value()))
                .toList();
    }

    private BackfillReport last() {
        return reports().get(reports().size() - 1);
    }

    @Test
    void reportsAtTheIntervalUnderTheKeyOfTheBackfill() throws Exception {
        reporter.setProcessingTime(1_000 + 2 * INTERVAL);

        assertThat(reports()).hasSize(3).allMatch(r -> r.getState() == BackfillState.RUNNING);
        assertThat(reporter.extractOutputValues())
                .allMatch(
                        record ->
                                ControlKey.parse(record.key())
                                        .equals(ControlKey.backfill("m", "b")));
    }

    @Test
    void addsUpWhatItIsTold() throws Exception {
        count(Tally.surveyed(1), Tally.surveyed(1), Tally.surveyed(-1));
        count(Tally.read(), Tally.read(), Tally.read(), Tally.tokens(7), Tally.embedded());
        count(Tally.skipped(BackfillSkip.OLDER_REVISION), Tally.deadLettered());
        reporter.processWatermark(new Watermark(KeepNewest.SURVEYED));
        reporter.setProcessingTime(1_000 + INTERVAL);

        BackfillReport report = last();
        assertThat(report.getExpected()).isEqualTo(1);
        assertThat(report.getRead()).isEqualTo(3);
        assertThat(report.getEmbedded()).isEqualTo(1);
        assertThat(report.getSkipped()).isEqualTo(Map.of("older-revision", 1L));
        assertThat(report.getDeadLettered()).isEqualTo(1);
        assertThat(report.getTokens()).isEqualTo(7);
        assertThat(report.getSeconds()).isEqualTo(5);
        assertThat(report.getPostsPerSecond()).isEqualTo(0.2);
        assertThat(report.getStartedAt()).isEqualTo(Instant.ofEpochMilli(1_000));
    }

    @Test
    void saysNothingOfTheTotalUntilTheSurveyIsComplete() throws Exception {
        count(Tally.surveyed(1));
        reporter.setProcessingTime(1_000 + INTERVAL);
        assertThat(last().getExpected()).isNull();
    }

    @Test
    void showsThePaceOnlyWhereSomethingLimitsIt() throws Exception {
        count(Tally.pace(new PaceReading(120, 340)));
        reporter.setProcessingTime(1_000 + INTERVAL);
        assertThat(last().getAllowedPerSecond()).isEqualTo(120);
        assertThat(last().getLiveFreshnessMillis()).isEqualTo(340);

        count(Tally.pace(new PaceReading(Double.POSITIVE_INFINITY, -1)));
        reporter.setProcessingTime(1_000 + 2 * INTERVAL);
        assertThat(last().getAllowedPerSecond()).isNull();
        assertThat(last().getLiveFreshnessMillis()).isNull();
    }

    @Test
    void saysFinishedAtTheEndOfItsInputWithTheRateOfTheWholeWork() throws Exception {
        count(Tally.embedded(), Tally.embedded());
        reporter.setProcessingTime(1_000 + 4_000);

        reporter.endInput();

        assertThat(last().getState()).isEqualTo(BackfillState.FINISHED);
        assertThat(last().getPostsPerSecond()).isEqualTo(0.5);
    }

    @Test
    void goesOnCountingAfterAPauseThatItDoesNotCount() throws Exception {
        count(Tally.embedded());
        reporter.setProcessingTime(3_000);
        OperatorSubtaskState snapshot = reporter.snapshot(1, 1);
        reporter.close();
        reporter = newReporter(900_000);
        reporter.initializeState(snapshot);
        reporter.open();
        reporter.setProcessingTime(901_000);
        count(Tally.embedded());

        reporter.endInput();

        assertThat(last().getEmbedded()).isEqualTo(2);
        assertThat(last().getSeconds()).isEqualTo(3);
        assertThat(last().getStartedAt()).isEqualTo(Instant.ofEpochMilli(1_000));
    }
}
