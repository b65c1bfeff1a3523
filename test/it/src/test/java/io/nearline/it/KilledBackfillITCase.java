package io.nearline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.it.topic.PostPublisher;
import io.nearline.it.topic.TopicCopy;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UpdateKind;
import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.BrokerProcess;
import io.nearline.testcluster.CheckpointedProgress;
import io.nearline.testcluster.JobProcess;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.testkit.Oracle;
import io.nearline.testkit.PostHistory;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicSlices;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A backfill dies by {@code kill -9} twice while it embeds; the broker, in a process of its own,
 * does not.
 */
class KilledBackfillITCase {
    private static final int PARTITIONS = 4;
    private static final int POSTS = 1500;
    private static final int EVENTS = 3000;
    private static final int KILLS = 2;

    /** Slow enough that both deaths come while most posts are waiting. */
    private static final int RECORDS_PER_SECOND = 150;

    private static final int CHECKPOINT_SECONDS = 1;

    /** Vectors written between a checkpoint and death: about a third of what an interval holds. */
    private static final int VECTORS_BEFORE_DEATH = 15;

    private final Path directory = WorkDirectory.fresh(KilledBackfillITCase.class);
    private final long seed = System.nanoTime();
    private final List<PostEvent> history = PostHistory.random(seed, POSTS, EVENTS);
    private BrokerProcess broker;
    private TopicCopy<IndexUpdate> updates;
    private TopicCopy<BackfillReport> reports;

    @BeforeEach
    void publishHistory() {
        broker = BrokerProcess.start(directory.resolve("broker"), directory.resolve("logs"));
        for (TopicPlan topic : TopicPlan.values()) {
            broker.createTopic(topic, PARTITIONS);
        }
        try (PostPublisher posts =
                new PostPublisher(broker.bootstrapServers(), TopicPlan.POSTS.defaultName())) {
            posts.publish(history);
        }
        updates =
                new TopicCopy<>(
                        broker.bootstrapServers(), TopicPlan.BACKFILL_UPDATES, IndexUpdate.class);
        reports =
                new TopicCopy<>(
                        broker.bootstrapServers(), TopicPlan.INDEX_CONTROL, BackfillReport.class);
    }

    @AfterEach
    void close() {
        reports.close();
        updates.close();
        broker.close();
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void embedsEveryPostAndRepeatsOnlyWhatFollowedTheLastCheckpointThoughKilledTwice() {
        System.out.println("KilledBackfillITCase seed " + seed);
        Map<String, String> settings = settings();
        int mayRepeat = 0;
        for (int life = 1; life <= KILLS; life++) {
            int lost = dieWhileEmbedding(life, settings);
            assertThat(lost)
                    .as("vectors after the last checkpoint of life %s", life)
                    .isLessThanOrEqualTo(RECORDS_PER_SECOND * CHECKPOINT_SECONDS);
            mayRepeat += lost;
        }
        finish(settings);

        List<IndexUpdate> written = updates.catchUp();
        Map<String, Long> newest = newestWithText();
        assertThat(revisions(written)).isEqualTo(newest);
        assertThat(written.size() - newest.size())
                .as("vectors that were written twice")
                .isBetween(1, mayRepeat);
        assertAccountsForEveryRecordOnce(newest.size());
    }

    /**
     * Kills the job between two checkpoints.
     *
     * @return the vectors that it wrote after the barrier of its last complete checkpoint: the next
     *     life, which goes on from there, has to write them again
     */
    private int dieWhileEmbedding(int life, Map<String, String> settings) {
        int writtenBefore = updates.catchUp().size();
        try (JobProcess job = start(life, settings)) {
            long embeddedBefore = job.resumedFrom().map(KilledBackfillITCase::embedded).orElse(0L);
            await(job, () -> updates.catchUp().size() > writtenBefore);
            Optional<Path> checkpoint = job.newestCheckpoint();
            await(job, () -> !job.newestCheckpoint().equals(checkpoint));
            int then = updates.catchUp().size();
            await(job, () -> updates.catchUp().size() >= then + VECTORS_BEFORE_DEATH);
            job.killHard();
            // Before the last look at the topic: the broker may still be busy with the last words.
            long saved = embedded(job.newestCheckpoint().orElseThrow()) - embeddedBefore;
            int written = updates.catchUp().size();
            assertThat(written).as("vectors at death %s", life).isLessThan(newestWithText().size());
            return Math.toIntExact(written - writtenBefore - saved);
        }
    }

    private static long embedded(Path checkpoint) {
        return CheckpointedProgress.in(checkpoint).embedded();
    }

    private void finish(Map<String, String> settings) {
        try (JobProcess job = start(KILLS + 1, settings)) {
            Awaitility.await("the end of the backfill")
                    .atMost(Duration.ofMinutes(2))
                    .until(job::hasFinished);
        }
    }

    private JobProcess start(int life, Map<String, String> settings) {
        JobProcess job =
                JobProcess.startBackfill(
                        "backfill-" + life,
                        directory.resolve("checkpoints"),
                        settings,
                        directory.resolve("logs"));
        assertThat(job.resumedFrom().isPresent()).as("resumed").isEqualTo(life > 1);
        return job;
    }

    private static void await(JobProcess job, BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            job.requireAlive();
                            return condition.getAsBoolean();
                        });
    }

    private void assertAccountsForEveryRecordOnce(int posts) {
        List<BackfillReport> all = reports.catchUp();
        BackfillReport last = all.get(all.size() - 1);
        assertThat(last.getState()).isEqualTo(BackfillState.FINISHED);
        assertThat(last.getRead()).isEqualTo(history.size());
        assertThat(last.getEmbedded()).isEqualTo(posts);
        long skipped = last.getSkipped().values().stream().mapToLong(Long::longValue).sum();
        assertThat(last.getEmbedded() + skipped + last.getDeadLettered()).isEqualTo(last.getRead());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("nearline.kafka.bootstrap-servers", broker.bootstrapServers());
        settings.put("nearline.backfill.id", "killed");
        settings.put(
                "nearline.backfill.bundle",
                Artifacts.models().resolve(StreamFixture.MODEL).toString());
        settings.put("nearline.models.cache", directory.resolve("models").toString());
        settings.put("nearline.backfill.offsets", offsets().toString());
        settings.put("nearline.backfill.as-of", "2026-03-01T00:00:00Z");
        settings.put("nearline.backfill.rate", Integer.toString(RECORDS_PER_SECOND));
        settings.put("nearline.backfill.guard.enabled", "false");
        settings.put("parallelism.default", "2");
        settings.put("execution.checkpointing.interval", CHECKPOINT_SECONDS + "s");
        // A failure inside the job must fail the test, not be repaired.
        settings.put("restart-strategy.type", "none");
        return settings;
    }

    private OffsetRanges offsets() {
        try (TopicSlices slices =
                TopicSlices.open(
                        Cluster.at(broker.bootstrapServers()), TopicPlan.POSTS.defaultName())) {
            return OffsetRanges.of(
                    slices.ends().entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey,
                                            end -> new OffsetRanges.Range(0, end.getValue()))));
        }
    }

    private Map<String, Long> newestWithText() {
        return Oracle.create().acceptAll(history).expected().entrySet().stream()
                .filter(post -> post.getValue().kind() == UpdateKind.UPSERT)
                .collect(Collectors.toMap(Map.Entry::getKey, post -> post.getValue().revision()));
    }

    /** Revision by post; fails if a post comes with two. */
    private static Map<String, Long> revisions(List<IndexUpdate> updates) {
        return updates.stream()
                .collect(
                        Collectors.toMap(
                                IndexUpdate::getPostId,
                                IndexUpdate::getRevision,
                                (one, other) -> {
                                    assertThat(one).isEqualTo(other);
                                    return one;
                                }));
    }
}
