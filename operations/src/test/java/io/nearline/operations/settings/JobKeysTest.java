package io.nearline.operations.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.nearline.operations.local.JobCountersFactory;
import io.nearline.pipeline.config.BackfillConfig;
import io.nearline.pipeline.config.BackfillInput.FileSet;
import io.nearline.pipeline.config.BackfillSource;
import io.nearline.pipeline.config.InvalidConfigurationException;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked reaches the job, and is spelled as it always was. */
class JobKeysTest {

    private static final String BROKERS = "nearline.kafka.bootstrap-servers";
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void whatIsSaidGoesOverTheDefaultsAndUnderTheOverrides() {
        JobSettings told =
                JobKeys.with(
                                new GivenSettings(
                                        Map.of(BROKERS, "file:1", "nearline.embed.workers", "1"),
                                        Map.of("nearline.embed.workers", "3")))
                        .kafka(KafkaAccess.at("said:2"))
                        .workers(2)
                        .settings();

        assertThat(told.toMap())
                .containsOnly(entry(BROKERS, "said:2"), entry("nearline.embed.workers", "3"));
    }

    @Test
    void whatIsNotSaidIsLeftToTheSettings() {
        JobSettings told =
                JobKeys.with(new GivenSettings(Map.of(BROKERS, "file:1"), Map.of()))
                        .kafka(new KafkaAccess(Optional.empty(), Map.of(), Map.of()))
                        .selection(PostSelection.all())
                        .settings();

        assertThat(told.toMap()).containsOnly(entry(BROKERS, "file:1"));
    }

    @Test
    void aPlannedNameLeavesTheNameOfTheFile() {
        KafkaAccess access =
                new KafkaAccess(
                        Optional.of("said:2"),
                        Map.of("security.protocol", "SSL"),
                        Map.of(
                                TopicPlan.POSTS,
                                TopicPlan.POSTS.defaultName(),
                                TopicPlan.DEAD_LETTERS,
                                "dead"));
        JobSettings told =
                JobKeys.with(
                                new GivenSettings(
                                        Map.of("nearline.topics.posts", "of-the-file"), Map.of()))
                        .kafka(access)
                        .settings();

        assertThat(told.topic(TopicPlan.POSTS)).isEqualTo("of-the-file");
        assertThat(told.topic(TopicPlan.DEAD_LETTERS)).isEqualTo("dead");
        assertThat(told.topic(TopicPlan.INDEX_CONTROL)).isEqualTo("index-control");
        assertThat(told.cluster().brokers()).isEqualTo("said:2");
        assertThat(told.toMap())
                .containsEntry("nearline.kafka.properties.security.protocol", "SSL");
        assertThat(access.toString()).contains("1 client settings").doesNotContain("SSL");
    }

    /** The job reads exactly what was said; the keys are those of submissions that are kept. */
    @Test
    void aBackfillUnderstandsEverythingThatItsSubmitterSays() {
        JobSettings told =
                JobKeys.with(GivenSettings.none())
                        .kafka(KafkaAccess.at("said:2"))
                        .id("night")
                        .bundle("s3://models/tiny")
                        .files(new FileSet(BackfillSource.PARQUET, List.of("s3://a;b", "s3://c")))
                        .asOf(NOON)
                        .startedAt(NOON)
                        .selection(
                                new PostSelection(
                                        Optional.of(NOON.minusSeconds(1)),
                                        Optional.of(NOON),
                                        List.of("b", "a"),
                                        List.of("pt"),
                                        List.of("x;y")))
                        .rate(2.5)
                        .freshnessBound(Duration.ofMillis(800))
                        .unguarded()
                        .parallelism(3)
                        .stateBelow("s3://state/")
                        .settings();

        assertThat(told.toMap())
                .containsOnly(
                        entry(BROKERS, "said:2"),
                        entry("nearline.backfill.id", "night"),
                        entry("nearline.backfill.bundle", "s3://models/tiny"),
                        entry("nearline.backfill.source", "parquet"),
                        entry("nearline.backfill.files", "['s3://a;b', 's3://c']"),
                        entry("nearline.backfill.as-of", "2026-03-01T12:00:00Z"),
                        entry("nearline.backfill.started-at", "2026-03-01T12:00:00Z"),
                        entry("nearline.backfill.subset.from", "2026-03-01T11:59:59Z"),
                        entry("nearline.backfill.subset.to", "2026-03-01T12:00:00Z"),
                        entry("nearline.backfill.subset.post-ids", "[b, a]"),
                        entry("nearline.backfill.subset.languages", "[pt]"),
                        entry("nearline.backfill.subset.authors", "[x;y]"),
                        entry("nearline.backfill.rate", "2.5"),
                        entry("nearline.backfill.guard.freshness-bound", "800 ms"),
                        entry("nearline.backfill.guard.enabled", "false"),
                        entry("parallelism.default", "3"),
                        entry("execution.checkpointing.dir", "s3://state/checkpoints"),
                        entry("execution.checkpointing.savepoint-dir", "s3://state/savepoints"),
                        entry("high-availability.storageDir", "s3://state/ha"));
        BackfillConfig config = told.asBackfill();
        assertThat(config.input())
                .isEqualTo(new FileSet(BackfillSource.PARQUET, List.of("s3://a;b", "s3://c")));
        assertThat(config.pace().recordsPerSecond()).isEqualTo(2.5);
        assertThat(config.pace().freshnessBound()).isEqualTo(Duration.ofMillis(800));
        assertThat(config.pace().guarded()).isFalse();
    }

    @Test
    void bundlesAreNamedFromTheDirectoryOfTheFirst() {
        JobSettings told =
                JobKeys.with(GivenSettings.none())
                        .kafka(KafkaAccess.at("said:2"))
                        .bundles(List.of(Path.of("/models/a"), Path.of("/other/b")))
                        .settings();

        assertThat(told.asStream().models().directory()).isEqualTo("/models");
        assertThat(told.asStream().models().names()).containsExactly("a", "../other/b");
    }

    @Test
    void restartsAreLeftToWhoeverSaidHow() {
        JobSettings none =
                JobSettings.of(Map.of("restart-strategy.type", "none", "nearline.x", "y"));

        assertThat(JobKeys.over(none).restartsUnlessSaid().settings().toMap())
                .isEqualTo(none.toMap());
        assertThat(JobKeys.with(GivenSettings.none()).restartsUnlessSaid().settings().toMap())
                .containsOnly(
                        entry("restart-strategy.type", "exponential-delay"),
                        entry("restart-strategy.exponential-delay.initial-backoff", "1 s"),
                        entry(
                                "restart-strategy.exponential-delay.attempts-before-reset-backoff",
                                "10"));
    }

    @Test
    void aReporterJoinsThoseThatWereSaid() {
        JobSettings others = JobSettings.of(Map.of("metrics.reporters", "prom"));

        assertThat(
                        JobKeys.over(others)
                                .reporter("own", JobCountersFactory.class, "here")
                                .settings()
                                .toMap())
                .containsOnly(
                        entry("metrics.reporters", "prom,own"),
                        entry(
                                "metrics.reporter.own.factory.class",
                                "io.nearline.operations.local.JobCountersFactory"),
                        entry("metrics.reporter.own.name", "here"));
    }

    @Test
    void aBoundThatIsNoDurationIsSaidToBeNone() {
        assertThat(JobSettings.freshnessBound("800ms")).isEqualTo(Duration.ofMillis(800));
        assertThatThrownBy(() -> JobSettings.freshnessBound("soon"))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(
                        "nearline.backfill.guard.freshness-bound is soon; use a value like PT1S");
    }
}
