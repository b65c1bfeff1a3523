package io.nearline.it.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.Oracle;
import io.nearline.testkit.PostHistory;
import io.nearline.testkit.Posts;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BackfillITCase {

    private static final long SEED = 20260301;

    private final FakeEmbedder model = JobRig.newFake();

    @TempDir private Path directory;

    @Test
    void embedsTheNewestRevisionOfEveryPostOnceAndAccountsForEveryRecord() throws Exception {
        List<PostEvent> history = PostHistory.random(SEED, 60, 600);
        try (BackfillRig rig = BackfillRig.in(directory, model)) {
            rig.topics().publish(history);
            publishWhatNoVectorComesOf(rig.topics());

            BackfillReport report = rig.run();

            assertThat(revisions(rig.topics().backfilled())).isEqualTo(newestWithText(history));
            assertThat(rig.topics().backfilled())
                    .allMatch(update -> update.getOrigin() == UpdateOrigin.BACKFILL)
                    .allMatch(update -> update.getBackfillId().equals(BackfillRig.ID))
                    .allMatch(update -> update.getAsOf().equals(Instant.parse(BackfillRig.AS_OF)));
            assertThat(rig.topics().headers(TopicPlan.BACKFILL_UPDATES))
                    .containsExactlyInAnyOrderElementsOf(headers(rig.topics().backfilled()));
            assertThat(rig.topics().deadLetters()).hasSize(2);
            assertThat(report.getState()).isEqualTo(BackfillState.FINISHED);
            assertThat(report.getRead()).isEqualTo(history.size() + 3);
            assertAddsUp(report);
        }
    }

    @Test
    void embedsOnlyTheSubsetAsTheNewestRevisionsHaveIt() throws Exception {
        try (BackfillRig rig = BackfillRig.in(directory, model)) {
            rig.topics()
                    .publish(
                            List.of(
                                    Posts.aPost("stays").language("pt-BR").body("um").build(),
                                    Posts.aPost("leaves").language("pt").body("dois").build(),
                                    Posts.aPost("leaves").revision(2).language("en").build(),
                                    Posts.aPost("enters").language("en").body("three").build(),
                                    Posts.aPost("enters")
                                            .revision(2)
                                            .language("pt")
                                            .body("quatro")
                                            .build(),
                                    Posts.aPost("never").body("no language").build()));

            BackfillReport report = rig.set(BackfillOptions.SUBSET_LANGUAGES, List.of("pt")).run();

            assertThat(revisions(rig.topics().backfilled()))
                    .isEqualTo(Map.of("stays", 1L, "enters", 2L));
            assertThat(report.getExpected()).isEqualTo(2);
            assertThat(report.getSkipped())
                    .isEqualTo(Map.of("older-revision", 2L, "not-in-subset", 2L));
            assertThat(report.getSubset()).isEqualTo("languages pt");
        }
    }

    @Test
    void finishesAnEmptyRangeWithoutReadingAnything() throws Exception {
        try (BackfillRig rig = BackfillRig.in(directory, model)) {
            try (RunningJob job = rig.start(OffsetRanges.parse("0:0-0,1:0-0"))) {
                job.awaitFinished();
            }

            BackfillReport report = rig.lastReport();
            assertThat(report.getState()).isEqualTo(BackfillState.FINISHED);
            assertThat(report.getExpected()).isZero();
            assertThat(report.getRead()).isZero();
            assertThat(rig.topics().backfilled()).isEmpty();
        }
    }

    private static void publishWhatNoVectorComesOf(LocalTopics topics) throws Exception {
        byte[] key = "awkward".getBytes(StandardCharsets.UTF_8);
        topics.publish(key, "no Avro".getBytes(StandardCharsets.UTF_8), Map.of());
        topics.publish(key, null, Map.of());
        topics.publish(List.of(Posts.aPost("poison").body(FakeEmbedder.POISON).build()));
    }

    private static List<String> headers(List<IndexUpdate> updates) {
        return updates.stream()
                .map(
                        update ->
                                "%s@%s nearline-kind=UPSERT nearline-model=%s nearline-revision=%d"
                                        .formatted(
                                                update.getPostId(),
                                                update.getModelName(),
                                                update.getModelName(),
                                                update.getRevision()))
                .toList();
    }

    private static void assertAddsUp(BackfillReport report) {
        assertThat(report.getSkipped().keySet())
                .containsExactlyInAnyOrder(
                        "older-revision", "repeated", "deleted", "empty", "tombstone");
        long skipped = report.getSkipped().values().stream().mapToLong(Long::longValue).sum();
        assertThat(report.getEmbedded() + skipped + report.getDeadLettered())
                .isEqualTo(report.getRead());
        assertThat(report.getDeadLettered()).isEqualTo(2);
        assertThat(report.getExpected()).isEqualTo(61);
        assertThat(report.getTokens()).isPositive();
    }

    /** Post ids with their revision; fails if a post comes twice. */
    private static Map<String, Long> revisions(List<IndexUpdate> updates) {
        return updates.stream()
                .collect(Collectors.toMap(IndexUpdate::getPostId, IndexUpdate::getRevision));
    }

    private static Map<String, Long> newestWithText(List<PostEvent> history) {
        return Oracle.create().acceptAll(history).expected().entrySet().stream()
                .filter(post -> post.getValue().kind() == UpdateKind.UPSERT)
                .collect(Collectors.toMap(Map.Entry::getKey, post -> post.getValue().revision()));
    }
}
