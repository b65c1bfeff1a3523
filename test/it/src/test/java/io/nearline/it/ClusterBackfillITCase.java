package io.nearline.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.it.model.TinyBundle;
import io.nearline.it.topic.TopicCopy;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UpdateKind;
import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.CheckpointedProgress;
import io.nearline.testcluster.ClusterSettings;
import io.nearline.testcluster.StandaloneCluster;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.testkit.Oracle;
import io.nearline.testkit.PostHistory;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A backfill on the cluster of the live job, by the command line alone: a job manager, two task
 * managers and a broker, each a process, and the job jar.
 */
class ClusterBackfillITCase {

    private static final int PARALLELISM = 2;
    private static final int POSTS = 250;
    private static final int PAST = 700;
    private static final int PRESENT = 200;

    /** Slow enough that pause and death come while most posts are waiting. */
    private static final int RECORDS_PER_SECOND = 30;

    private final Path directory = WorkDirectory.fresh(ClusterBackfillITCase.class);
    private final long seed = System.nanoTime();
    private final List<PostEvent> history = PostHistory.random(seed, POSTS, PAST + PRESENT);
    private final List<PostEvent> past = history.subList(0, PAST);
    private final List<PostEvent> present = history.subList(PAST, history.size());
    private TinyBundle model;
    private StreamFixture stream;
    private StandaloneCluster cluster;
    private TopicCopy<IndexUpdate> vectors;
    private CommandLineBackfill backfill;
    private String live;

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void embedsThePastOnceThoughItWasPausedAndLostATaskManager() throws IOException {
        System.out.println("ClusterBackfillITCase seed " + seed);
        model = TinyBundle.named("tiny", directory);
        try (StreamFixture fixture = StreamFixture.start(directory);
                StandaloneCluster started =
                        StandaloneCluster.start(
                                directory, 2, ClusterSettings.over(fixture.jobSettings()));
                TopicCopy<IndexUpdate> backfilled = vectorsIn(fixture);
                ControlTopic control = controlOf(fixture)) {
            stream = fixture;
            cluster = started;
            vectors = backfilled;
            NearlineCli nearline = new NearlineCli(fixture.bootstrapServers());
            backfill = new CommandLineBackfill(nearline, control, directory.resolve("submitted"));
            embedThePastLive();
            nearline.run(List.of("rollout", "stage", model.uri()));
            pauseAndResume();
            int mayRepeat = loseATaskManager();
            await(backfill::isFinished);
            assertRepeatedNoMoreThan(mayRepeat);
            assertAccountsForEveryRecordOnce();
            assertMerged();
        }
    }

    private void embedThePastLive() {
        String jar = cluster.rest().upload(Artifacts.jobJar());
        live = cluster.rest().run(jar, List.of(), PARALLELISM, Optional.empty());
        stream.publish(past);
        stream.awaitFinalState(this::requireLive);
    }

    private void pauseAndResume() {
        URI rest = cluster.rest().base();
        backfill.submit(URI.create(model.uri()), rest, PARALLELISM, RECORDS_PER_SECOND);
        await(backfill::isEmbedding);
        // The live job tells how far it has merged with its next checkpoint, not before.
        await(() -> backfill.status().at("/live/merge_lag").isNumber());
        assertTellsOfProgressBesideTheLiveJob(backfill.status());
        stream.publish(now(present.subList(0, PRESENT / 2)));
        String first = backfill.job();
        Path savepoint = backfill.pause();
        assertThat(cluster.rest().state(first)).isEqualTo("FINISHED");
        // Texts that were being embedded may be answered and written while the job stops.
        assertThat(vectors.catchUp())
                .as("the vectors that the savepoint knows of")
                .hasSizeBetween(embedded(savepoint), embedded(savepoint) + RECORDS_PER_SECOND);
        backfill.resume();
        await(() -> !backfill.job().equals(first));
        assertThat(backfill.embedded()).isGreaterThanOrEqualTo(embedded(savepoint));
        assertThat(cluster.rest().restoredFrom(backfill.job())).contains(savepoint);
        stream.publish(now(present.subList(PRESENT / 2, present.size())));
    }

    private void assertTellsOfProgressBesideTheLiveJob(JsonNode status) {
        assertThat(status.get("state").asText()).isEqualTo("RUNNING");
        assertThat(status.get("rest_url").asText()).isEqualTo(cluster.rest().base().toString());
        assertThat(status.get("share").asDouble()).isBetween(0.001, 0.99);
        assertThat(status.at("/live/merge_lag").asLong()).isBetween(0L, (long) POSTS);
    }

    /**
     * Kills a task manager while the backfill embeds.
     *
     * @return the vectors that were written after the barrier of the checkpoint that the backfill
     *     then goes on from, or while it was being paused
     */
    private int loseATaskManager() {
        String job = backfill.job();
        Optional<Path> savepoint = cluster.rest().restoredFrom(job);
        int checkpoints = cluster.rest().completedCheckpoints(job);
        await(() -> cluster.rest().completedCheckpoints(job) > checkpoints);
        int then = vectors.catchUp().size();
        await(() -> vectors.catchUp().size() > then);
        cluster.killOldestTaskManager();
        cluster.startTaskManager();
        await(() -> !cluster.rest().restoredFrom(job).equals(savepoint));
        int saved = embedded(cluster.rest().restoredFrom(job).orElseThrow());
        int written = vectors.catchUp().size();
        assertThat(saved).isGreaterThan(embedded(savepoint.orElseThrow()));
        assertThat(written).as("vectors at death").isLessThan(newestWithText(past).size());
        return written - saved;
    }

    private void assertRepeatedNoMoreThan(int vectorsAfterTheCheckpoint) {
        assertThat(vectors.catchUp().size() - newestWithText(past).size())
                .as("vectors that were written twice")
                .isLessThanOrEqualTo(vectorsAfterTheCheckpoint);
    }

    private void assertAccountsForEveryRecordOnce() {
        BackfillReport report = backfill.report().orElseThrow();
        assertThat(report.getRead()).isEqualTo(past.size());
        assertThat(report.getExpected())
                .isEqualTo(past.stream().map(PostEvent::getPostId).distinct().count());
        assertThat(report.getEmbedded()).isEqualTo(newestWithText(past).size());
        assertThat(report.getDeadLettered()).isZero();
        long skipped = report.getSkipped().values().stream().mapToLong(Long::longValue).sum();
        assertThat(report.getEmbedded() + skipped).isEqualTo(report.getRead());
    }

    private void assertMerged() {
        stream.awaitFinalState(this::requireLive);
        await(() -> vectorsOfTheNewModel().equals(newestWithText(history)));
    }

    /** Revision by post of the posts that the index holds a vector of the new model of. */
    private Map<String, Long> vectorsOfTheNewModel() {
        return stream.index().latest().values().stream()
                .filter(update -> update.getModelDigest().equals(model.id().digest()))
                .filter(update -> update.getKind() == UpdateKind.UPSERT)
                .collect(Collectors.toMap(IndexUpdate::getPostId, IndexUpdate::getRevision));
    }

    private static Map<String, Long> newestWithText(List<PostEvent> events) {
        return Oracle.create().acceptAll(events).expected().entrySet().stream()
                .filter(post -> post.getValue().kind() == UpdateKind.UPSERT)
                .collect(Collectors.toMap(Map.Entry::getKey, post -> post.getValue().revision()));
    }

    /** Posts of this moment: by older ones the live guard would slow the backfill down. */
    private static List<PostEvent> now(List<PostEvent> posts) {
        return posts.stream()
                .map(post -> PostEvent.newBuilder(post).setEventTime(Instant.now()).build())
                .toList();
    }

    private static int embedded(Path checkpoint) {
        return Math.toIntExact(CheckpointedProgress.in(checkpoint).embedded());
    }

    private static TopicCopy<IndexUpdate> vectorsIn(StreamFixture stream) {
        return new TopicCopy<>(
                stream.bootstrapServers(), TopicPlan.BACKFILL_UPDATES, IndexUpdate.class);
    }

    private static ControlTopic controlOf(StreamFixture stream) {
        return ControlTopic.open(
                Cluster.at(stream.bootstrapServers()), TopicPlan.INDEX_CONTROL.defaultName());
    }

    private void requireLive() {
        assertThat(cluster.rest().state(live)).isNotIn("FAILED", "FAILING", "CANCELED");
    }

    private void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            requireLive();
                            return condition.getAsBoolean();
                        });
    }
}
