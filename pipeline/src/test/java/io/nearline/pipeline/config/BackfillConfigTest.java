package io.nearline.pipeline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nearline.pipeline.config.BackfillInput.FileSet;
import io.nearline.pipeline.config.BackfillInput.TopicRange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class BackfillConfigTest {

    private static final Map<String, String> REQUIRED =
            Map.of(
                    "nearline.kafka.bootstrap-servers", "localhost:9092",
                    "nearline.backfill.id", "to-e5",
                    "nearline.backfill.bundle", "/models/e5",
                    "nearline.backfill.offsets", "0:10-500,1:0-20",
                    "nearline.backfill.as-of", "2026-03-01T00:00:00Z");

    private static BackfillConfig with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(REQUIRED);
        all.putAll(more);
        return BackfillConfig.from(Configuration.fromMap(all));
    }

    private static List<String> problemsWith(Map<String, String> options) {
        return catchThrowableOfType(InvalidConfigurationException.class, () -> with(options))
                .problems();
    }

    @Test
    void needsOnlyIdBundleRangeAndTime() {
        BackfillConfig config = with(Map.of());

        assertThat(config.input())
                .isEqualTo(new TopicRange("posts", OffsetRanges.parse("0:10-500,1:0-20")));
        assertThat(config.input().description()).isEqualTo("posts 0:10-500,1:0-20");
        assertThat(config.asOf()).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(config.subset().description()).isNull();
        assertThat(config.pace().recordsPerSecond()).isInfinite();
        assertThat(config.pace().guarded()).isTrue();
    }

    @Test
    void isMadeForThroughputUnlessToldOtherwise() {
        BackfillConfig config = with(Map.of());

        assertThat(config.embedding().capacity()).isEqualTo(128);
        assertThat(config.model().engine().batching())
                .isEqualTo(ServingSettings.Batching.BY_PRECISION);

        BackfillConfig told =
                with(
                        Map.of(
                                "nearline.embed.capacity", "64",
                                "nearline.embed.cache-size", "64 mb",
                                "nearline.embed.batch-policy", "one-text"));

        assertThat(told.embedding().capacity()).isEqualTo(64);
        assertThat(told.model().engine().batching()).isEqualTo(ServingSettings.Batching.ONE_TEXT);
        assertThat(told.model().engine().cacheBytes()).isEqualTo(64 << 20);
    }

    @Test
    void batchesByTokenBudgetOnAGpu() {
        ServingSettings.Engine gpu = with(Map.of("nearline.embed.device", "cuda")).model().engine();

        assertThat(gpu.batching()).isEqualTo(ServingSettings.Batching.TOKEN_BUDGET);
        assertThat(gpu.tokenBudget()).isEqualTo(16_384);
    }

    @Test
    void hasMoreInFlightWhereNoGuardHasToBeQuick() {
        BackfillConfig config = with(Map.of("nearline.backfill.guard.enabled", "false"));

        assertThat(config.embedding().capacity()).isEqualTo(512);
        assertThat(config.model().engine().maxWaiting()).isGreaterThanOrEqualTo(512);
    }

    @Test
    void sharesNeitherGroupNorTransactionsWithTheLiveJob() {
        KafkaSettings kafka = with(Map.of()).kafka();

        assertThat(kafka.groupId()).isEqualTo("nearline-to-e5");
        assertThat(kafka.transactions().idPrefix()).isEqualTo("nearline-to-e5");
    }

    @Test
    void readsFiles() {
        BackfillConfig config =
                with(
                        Map.of(
                                "nearline.backfill.source", "parquet",
                                "nearline.backfill.files", "s3://posts/2025;s3://posts/2026"));

        assertThat(config.input())
                .isEqualTo(
                        new FileSet(
                                BackfillSource.PARQUET,
                                List.of("s3://posts/2025", "s3://posts/2026")));
        assertThat(config.input().description())
                .isEqualTo("parquet files s3://posts/2025, s3://posts/2026");
    }

    @Test
    void readsFilesByAMapping() {
        String mapping = "id: id\nrevision: v\nbody: text\n";
        BackfillConfig config =
                with(
                        Map.of(
                                "nearline.backfill.source", "csv",
                                "nearline.backfill.files", "s3://posts",
                                "nearline.backfill.mapping", mapping));

        assertThat(config.input())
                .isEqualTo(
                        new FileSet(
                                BackfillSource.CSV, List.of("s3://posts"), Optional.of(mapping)));
    }

    @Test
    void refusesWhatOnlyAMappingReads() {
        assertThatThrownBy(
                        () ->
                                with(
                                        Map.of(
                                                "nearline.backfill.source", "jsonl",
                                                "nearline.backfill.files", "s3://posts")))
                .hasMessageContaining(
                        "nearline.backfill.source is jsonl; set nearline.backfill.mapping to the"
                                + " text of a mapping file");
    }

    @Test
    void refusesAMappingOfATopic() {
        assertThatThrownBy(
                        () ->
                                with(
                                        Map.of(
                                                "nearline.backfill.mapping",
                                                "id: id\nrevision: v\nbody: text\n")))
                .hasMessageContaining("nearline.backfill.source is kafka; a mapping is for files");
    }

    @Test
    void aMappingThatIsWrongIsToldWithItsLine() {
        assertThatThrownBy(
                        () ->
                                with(
                                        Map.of(
                                                "nearline.backfill.source", "csv",
                                                "nearline.backfill.files", "s3://posts",
                                                "nearline.backfill.mapping", "id: id\nboddy: x\n")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("nearline.backfill.mapping:1: the mapping has no revision");
    }

    @Test
    void readsSubsetPaceAndReporting() {
        BackfillConfig config =
                with(
                        Map.of(
                                "nearline.backfill.subset.from", "2026-01-01T00:00:00Z",
                                "nearline.backfill.subset.languages", "pt;en",
                                "nearline.backfill.rate", "250",
                                "nearline.backfill.guard.enabled", "false",
                                "nearline.backfill.guard.freshness-bound", "500 ms",
                                "nearline.backfill.started-at", "2026-03-01T00:00:01Z",
                                "nearline.backfill.rest-url", "http://flink:8081"));

        assertThat(config.subset().description())
                .isEqualTo("languages en, pt; from 2026-01-01T00:00:00Z");
        assertThat(config.pace())
                .isEqualTo(new BackfillConfig.Pace(250, false, Duration.ofMillis(500)));
        assertThat(config.reporting())
                .isEqualTo(
                        new BackfillConfig.Reporting(
                                Duration.ofSeconds(5),
                                Instant.parse("2026-03-01T00:00:01Z"),
                                "http://flink:8081"));
    }

    @Test
    void reportsEveryProblemAtOnce() {
        assertThat(
                        problemsWith(
                                Map.of(
                                        "nearline.backfill.id", "all of it",
                                        "nearline.backfill.bundle", "",
                                        "nearline.backfill.offsets", "0-500",
                                        "nearline.backfill.as-of", "yesterday",
                                        "nearline.backfill.subset.from", "2026-02-01T00:00:00Z",
                                        "nearline.backfill.subset.to", "2026-01-01T00:00:00Z",
                                        "nearline.backfill.rate", "0",
                                        "nearline.embed.capacity", "0",
                                        "nearline.backfill.speed", "9")))
                .satisfiesExactlyInAnyOrder(
                        p -> assertThat(p).startsWith("nearline.backfill.id is all of it; use"),
                        p -> assertThat(p).startsWith("nearline.backfill.bundle is not set; "),
                        p ->
                                assertThat(p)
                                        .startsWith("nearline.backfill.offsets is 0-500; '0-500'"),
                        p -> assertThat(p).startsWith("nearline.backfill.as-of is yesterday; use"),
                        p ->
                                assertThat(p)
                                        .contains("make it later than nearline.backfill.subset.fr"),
                        p ->
                                assertThat(p)
                                        .startsWith("nearline.backfill.rate is 0.0; use 1 or more"),
                        p -> assertThat(p).isEqualTo("nearline.embed.capacity is 0; use 1 or more"),
                        p -> assertThat(p).startsWith("nearline.backfill.speed is no option"));
    }

    @Test
    void needsFilesForAFileSource() {
        assertThat(problemsWith(Map.of("nearline.backfill.source", "avro")))
                .containsExactly(
                        "nearline.backfill.files is not set; name at least one file or directory,"
                                + " or set nearline.backfill.source to kafka");
    }
}
