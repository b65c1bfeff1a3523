package io.nearline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final Account ACCOUNT =
            new Account(100, 80, new TreeMap<>(Map.of("stale", 9L, "unchanged", 6L)), 4);

    @Test
    void aPostIsMissingWhenItIsNeitherUpdatedNorSkippedNorADeadLetter() {
        assertThat(ACCOUNT.skippedInAll()).isEqualTo(15);
        assertThat(ACCOUNT.ended()).isEqualTo(99);
        assertThat(ACCOUNT.missing()).isEqualTo(1);
    }

    @Test
    void anEndCountedTwiceShowsAsLessThanNoneMissing() {
        assertThat(new Account(1, 1, new TreeMap<>(), 1).missing()).isEqualTo(-1);
    }

    @Test
    void isOneLineOfJsonInTheDocumentedOrder() {
        Summary summary =
                new Summary(
                        ACCOUNT,
                        new Freshness.Percentiles(45, 310),
                        8.04,
                        0,
                        List.of("tiny"),
                        null);

        assertThat(summary.toJson().toString())
                .isEqualTo(
                        "{\"posts\":100,\"updates\":80,\"skipped\":{\"stale\":9,\"unchanged\":6},"
                                + "\"dead_letters\":4,\"posts_per_second\":12.3,"
                                + "\"freshness_ms\":{\"p50\":45,\"p99\":310},"
                                + "\"seconds\":8.0,\"job_restarts\":0,\"models\":[\"tiny\"]}");
    }

    @Test
    void aBackfillIsOneMoreObject() {
        BackfillFigures backfill =
                new BackfillFigures(
                        "tiny",
                        40,
                        39,
                        new IndexCheck(3, 2, 1),
                        12.34,
                        new Freshness.Percentiles(21, 98),
                        430,
                        null);
        Summary summary =
                new Summary(ACCOUNT, new Freshness.Percentiles(0, 0), 0, 0, List.of(), null)
                        .with(backfill);

        assertThat(summary.toJson().get("backfill").toString())
                .isEqualTo(
                        "{\"model\":\"tiny\",\"expected\":40,\"merged\":39,"
                                + "\"coverage\":0.666666,\"regressed\":1,\"seconds\":12.3,"
                                + "\"live_freshness_ms\":{\"p50\":21,\"p99\":98,"
                                + "\"worst_window_p99\":430}}");
    }

    @Test
    void aRunOfNoTimeHasNoRate() {
        Summary summary =
                new Summary(ACCOUNT, new Freshness.Percentiles(0, 0), 0, 0, List.of(), null);

        assertThat(summary.postsPerSecond()).isZero();
    }
}
