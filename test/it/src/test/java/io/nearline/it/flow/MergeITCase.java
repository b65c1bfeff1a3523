package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.ModelId;
import io.nearline.operators.metrics.MetricNames;
import io.nearline.operators.record.Backfill;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.MergeOptions;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.Oracle;
import io.nearline.testkit.PostHistory;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.GroupLag;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The live job between both of its topics: posts and what backfills made of older ones. */
@Timeout(180)
class MergeITCase {

    private static final long SEED = 20260109;
    private static final int ARCHIVED = 30;
    private static final Duration LONG_AGO = Duration.ofDays(91);

    private final FakeEmbedder model = JobRig.newFake();
    private final FakeEmbedder added = JobRig.newFake();
    private final Backfill backfill = new Backfill("night-run", Instant.now().toEpochMilli());

    @TempDir private Path directory;
    private JobRig rig;

    @BeforeEach
    void start() {
        rig = JobRig.in(directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void endsOnTheNewestRevisionOfEveryPostWhoeverEmbeddedIt() throws Exception {
        List<PostEvent> history = PostHistory.random(SEED, 20, 200);
        List<PostEvent> archive = archive(1);
        List<EncodedRecord> vectors = new ArrayList<>();
        archive.forEach(post -> vectors.add(vector(post, model)));
        newestTexts(history.subList(0, history.size() / 2))
                .forEach(post -> vectors.add(vector(post, model)));
        try (RunningJob job = rig.start(model)) {
            rig.topics().publish(history.subList(0, history.size() / 4));
            publishBackfilled(vectors);
            rig.topics().publish(history.subList(history.size() / 4, history.size()));
            job.awaitRead(history.size());
            job.waiting().until(() -> settled(job) == vectors.size());
            job.drain();

            assertThat(job.meters().count(MetricNames.MERGED)).isGreaterThanOrEqualTo(ARCHIVED);
        }

        var expected = Oracle.create().acceptAll(history).acceptAll(archive).expected();
        assertThat(rig.topics().index().differencesFrom(expected, model.model().name())).isEmpty();
        assertThat(rig.topics().index().regressions()).isEmpty();
        assertThat(model.calls()).doesNotContainAnyElementsOf(texts(archive));
        assertThat(updatesOf(archive))
                .hasSize(ARCHIVED)
                .allSatisfy(
                        update -> {
                            assertThat(update.getOrigin()).isEqualTo(UpdateOrigin.BACKFILL);
                            assertThat(update.getBackfillId()).isEqualTo(backfill.id());
                            assertThat(update.getAsOf().toEpochMilli()).isEqualTo(backfill.asOf());
                        });
    }

    @Test
    void accountsForEveryVectorThatItDoesNotMerge() throws Exception {
        PostEvent post = archive(1).get(0);
        long longAgo = Instant.ofEpochMilli(backfill.asOf()).minus(LONG_AGO).toEpochMilli();
        ModelId impostor = new ModelId(model.model().name(), "another-digest");
        try (RunningJob job = rig.start(model)) {
            publishBackfilled(
                    List.of(
                            BackfilledVectors.of(post, impostor, backfill),
                            BackfilledVectors.of(post, model.model(), new Backfill("old", longAgo)),
                            new EncodedRecord(bytes("key"), bytes("no vector")),
                            vector(post, model),
                            vector(post, model)));
            job.waiting().until(() -> settled(job) + deadLetters(job) == 5);
            job.waiting().until(() -> mergeLag().equals(OptionalLong.of(0)));
            job.drain();

            assertThat(skipped(job, "unserved_model")).isEqualTo(1);
            assertThat(skipped(job, "beyond_memory")).isEqualTo(1);
            assertThat(skipped(job, "stale")).isEqualTo(1);
            assertThat(job.meters().count(MetricNames.MERGED)).isEqualTo(1);
        }
        assertThat(rig.topics().deadLetters())
                .extracting(DeadLetter::getStage)
                .containsExactly(DeadLetterStage.DECODE);
    }

    @Test
    void reusesAMergedVectorWhenAnAttributeChanges() throws Exception {
        String savepoint;
        try (RunningJob job = rig.start(model)) {
            rig.topics().publish(archive(1));
            job.waiting().until(() -> rig.topics().updates().size() == ARCHIVED);
            savepoint = job.stopWithSavepoint();
        }
        try (RunningJob job = rig.resume(savepoint, model, added)) {
            publishBackfilled(archive(1).stream().map(post -> vector(post, added)).toList());
            job.waiting().until(() -> job.meters().count(MetricNames.MERGED) == ARCHIVED);
            rig.topics().publish(archive(2));
            job.waiting().until(() -> rig.topics().updates().size() == 4 * ARCHIVED);
            job.drain();
        }

        assertThat(added.calls()).isEmpty();
        assertThat(rig.topics().deadLetters()).isEmpty();
    }

    @Test
    void letsLiveRecordsGoFirstAndMergesAfterThem() throws Exception {
        rig.set(MergeOptions.LIVE_WAIT, Duration.ofSeconds(5));
        Instant late = Instant.now().minus(Duration.ofHours(1));
        try (RunningJob job = rig.start(model)) {
            rig.topics().publishAt(late, aPost("late").body("rain").build());
            job.waiting().until(() -> job.meters().gauge(MetricNames.MERGE_HELD_BACK) == 1);
            publishBackfilled(archive(1).stream().map(post -> vector(post, model)).toList());
            rig.topics().publishAt(late, aPost("late").revision(2).body("sun").build());
            job.waiting().until(() -> rig.topics().updates().stream().anyMatch(this::isSecond));

            // A reader that had nothing to read before holds one permit.
            assertThat(job.meters().count(MetricNames.MERGED)).isLessThan(ARCHIVED / 2);
            job.waiting().until(() -> job.meters().count(MetricNames.MERGED) == ARCHIVED);
            assertThat(job.meters().gauge(MetricNames.MERGE_HELD_BACK)).isZero();
        }
    }

    @Test
    void mergesAtItsRateWhileLiveRecordsPass() throws Exception {
        rig.set(MergeOptions.RATE, 1);
        List<PostEvent> live =
                IntStream.range(0, ARCHIVED)
                        .mapToObj(i -> aPost("live-" + i).body("rain " + i).build())
                        .toList();
        try (RunningJob job = rig.start(model)) {
            publishBackfilled(archive(1).stream().map(post -> vector(post, model)).toList());
            job.waiting().until(() -> job.meters().count(MetricNames.MERGED) > 0);
            rig.topics().publish(live);
            job.waiting().until(() -> updatesOf(live).size() == ARCHIVED);

            assertThat(job.meters().count(MetricNames.MERGED)).isLessThan(ARCHIVED);
        }
    }

    /** Posts that the job never reads at this revision, unless a test publishes them. */
    private static List<PostEvent> archive(int revision) {
        return IntStream.range(0, ARCHIVED)
                .mapToObj(
                        i ->
                                aPost("archived-" + i)
                                        .revision(revision)
                                        .body("harbour " + i)
                                        .attribute("likes", "" + revision)
                                        .build())
                .toList();
    }

    private static List<PostEvent> newestTexts(List<PostEvent> history) {
        Map<String, PostEvent> newest = new HashMap<>();
        history.forEach(
                event ->
                        newest.merge(
                                event.getPostId(),
                                event,
                                (a, b) -> b.getRevision() > a.getRevision() ? b : a));
        return newest.values().stream()
                .filter(event -> event.getKind() != PostEventKind.DELETE)
                .filter(event -> event.getBody() != null && !event.getBody().isBlank())
                .toList();
    }

    private static List<String> texts(List<PostEvent> posts) {
        return posts.stream().map(PostEvent::getBody).toList();
    }

    private EncodedRecord vector(PostEvent post, FakeEmbedder by) {
        return BackfilledVectors.of(post, by.model(), backfill);
    }

    private void publishBackfilled(List<EncodedRecord> vectors) throws Exception {
        for (EncodedRecord vector : vectors) {
            rig.topics().publishBackfilled(vector.key(), vector.value());
        }
    }

    private List<IndexUpdate> updatesOf(List<PostEvent> posts) {
        List<String> ids = posts.stream().map(PostEvent::getPostId).toList();
        return rig.topics().updates().stream()
                .filter(update -> ids.contains(update.getPostId()))
                .toList();
    }

    private boolean isSecond(IndexUpdate update) {
        return update.getPostId().equals("late") && update.getRevision() == 2;
    }

    private static long settled(RunningJob job) {
        return job.meters().count(MetricNames.MERGED)
                + job.meters().count(MetricNames.MERGE_SKIPPED);
    }

    private static long skipped(RunningJob job, String reason) {
        return job.meters().count(MetricNames.MERGE_SKIPPED, MetricNames.REASON, reason);
    }

    private static long deadLetters(RunningJob job) {
        return job.meters().count(MetricNames.DEAD_LETTERS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As operators see it: by the offsets that the job commits at its checkpoints. */
    private OptionalLong mergeLag() {
        return GroupLag.of(
                Cluster.at(rig.topics().bootstrapServers()),
                KafkaOptions.GROUP_ID.defaultValue(),
                TopicPlan.BACKFILL_UPDATES.defaultName());
    }
}
