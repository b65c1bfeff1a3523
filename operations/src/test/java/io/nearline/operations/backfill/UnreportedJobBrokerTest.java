package io.nearline.operations.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nearline.broker.LocalBroker;
import io.nearline.operations.RefusedException;
import io.nearline.operations.backfill.live.JobTopics;
import io.nearline.operations.backfill.submit.BackfillTarget.FlinkCluster;
import io.nearline.operations.backfill.submit.JobHealth;
import io.nearline.operations.backfill.submit.SessionCluster;
import io.nearline.operations.backfill.submit.Submission;
import io.nearline.operations.backfill.submit.SubmissionStore;
import io.nearline.operations.local.LocalFlink;
import io.nearline.pipeline.BackfillJob;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.control.ControlTopic;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backfill whose newest job has not reported yet: the topic of decisions still tells of the one
 * before. Jobs of a real Flink stand in for those of backfills, and never report.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class UnreportedJobBrokerTest {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
    private static final String EARLIER_JOB = "0".repeat(32);

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static LocalFlink flink;
    private static SessionCluster cluster;

    private String id;
    private JobTopics topics;

    @BeforeAll
    static void start() {
        broker = LocalBroker.start(directory.resolve("broker"));
        Configuration settings = new Configuration();
        settings.set(CoreOptions.DEFAULT_PARALLELISM, 8);
        flink = LocalFlink.start(settings);
        cluster = SessionCluster.at(flink.rest());
    }

    @AfterAll
    static void stop() {
        cluster.close();
        flink.close();
        broker.close();
    }

    @BeforeEach
    void createTopic(TestInfo test) {
        id = test.getTestMethod().orElseThrow().getName();
        Cluster brokers = Cluster.at(broker.bootstrapServers());
        topics = new JobTopics(brokers, id + "-control", "updates", "backfill", "group");
        try (Topics created = Topics.of(brokers)) {
            created.create(TopicPlan.INDEX_CONTROL, id + "-control", 1, Optional.empty());
        }
    }

    @Test
    void cancelEndsAJobThatWasResumed() throws Exception {
        publish(report(BackfillState.PAUSED, flink.rest()));
        String resumed = startJob();

        Optional<String> warning = cancel();

        assertThat(warning).isEmpty();
        assertThatEnds(resumed);
        assertThat(published().getState()).isEqualTo(BackfillState.CANCELLED);
        assertThat(published().getJobId()).isEqualTo(resumed);
    }

    @Test
    void cancelEndsAJobThatTookThePlaceOfALostOne() throws Exception {
        publish(report(BackfillState.RUNNING, flink.rest()));
        String resumed = startJob();

        assertThat(cancel()).isEmpty();

        assertThatEnds(resumed);
        assertThat(published().getState()).isEqualTo(BackfillState.CANCELLED);
    }

    @Test
    void cancelAgainEndsAJobThatWasStartedAllTheSame() throws Exception {
        publish(report(BackfillState.CANCELLED, flink.rest()));
        String resumed = startJob();

        assertThat(cancel()).isEmpty();

        assertThatEnds(resumed);
    }

    @Test
    void cancelAgainIsRefusedIfNothingRuns() {
        publish(report(BackfillState.CANCELLED, flink.rest()));

        assertThatThrownBy(this::cancel)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is cancelled: there is nothing to go on with");
    }

    @Test
    void cancelSaysThatNobodyCouldBeAsked() {
        publish(report(BackfillState.PAUSED, NOWHERE));

        assertThat(cancel())
                .hasValueSatisfying(
                        warning ->
                                assertThat(warning)
                                        .contains("no Flink cluster answers there", "cancel"));

        assertThat(published().getState()).isEqualTo(BackfillState.CANCELLED);
    }

    @Test
    void cancelLeavesTheJobsOfOthersAlone() throws Exception {
        publish(report(BackfillState.PAUSED, flink.rest()));
        String other = startJob(id + "-other");

        assertThat(cancel()).isEmpty();

        assertThat(cluster.isAlive(other)).isTrue();
        cluster.cancel(other);
    }

    @Test
    void pauseStopsAJobThatWasResumed() throws Exception {
        publish(report(BackfillState.PAUSED, flink.rest()));
        String resumed = startJob();

        // Only a job that is at work has a savepoint taken of it.
        await().atMost(Duration.ofMinutes(1))
                .until(() -> "RUNNING".equals(cluster.health(resumed, Instant.now()).flinkState()));
        BackfillReport paused = pause();

        assertThat(paused.getJobId()).isEqualTo(resumed);
        assertThat(paused.getSavepoint()).startsWith("file:").isNotEqualTo("file:/before");
        assertThatEnds(resumed);
    }

    @Test
    void pauseIsRefusedIfNothingRuns() {
        publish(report(BackfillState.PAUSED, flink.rest()));

        assertThatThrownBy(this::pause)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is paused, not running");
    }

    @Test
    void pauseSaysThatNobodyCouldBeAsked() {
        publish(report(BackfillState.PAUSED, NOWHERE));

        assertThatThrownBy(this::pause)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is paused, not running")
                .hasMessageContaining("no Flink cluster answers there");
    }

    @Test
    void resumeIsRefusedWhileTheJobOfAnotherResumeStarts() throws Exception {
        publish(report(BackfillState.PAUSED, flink.rest()));
        String resumed = startJob();
        SubmissionStore store = new SubmissionStore(directory.resolve("backfills"));
        store.save(new Submission(id, new FlinkCluster(flink.rest()), Map.of()));
        LaunchSettings launch =
                new LaunchSettings(
                        store,
                        Files.createFile(directory.resolve("job.jar")),
                        Duration.ZERO,
                        Optional.empty());

        assertThatThrownBy(
                        () ->
                                new ResumeBackfill(
                                                topics, launch, Clock.systemUTC(), new Unobserved())
                                        .resume(
                                                new ResumeBackfill.Request(
                                                        id, Optional.empty(), Optional.empty())))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("job " + resumed)
                .hasMessageContaining("nearline backfill status");
        assertThat(cluster.isAlive(resumed)).isTrue();
        cluster.cancel(resumed);
    }

    private Optional<String> cancel() {
        return new CancelBackfill(topics, Clock.systemUTC())
                .cancel(new CancelBackfill.Request(id, Optional.empty()));
    }

    private BackfillReport pause() {
        return new PauseBackfill(topics, Clock.systemUTC(), notice -> {})
                .pause(
                        new PauseBackfill.Request(
                                id,
                                Optional.empty(),
                                Optional.of(directory.resolve("savepoints").toUri().toString())));
    }

    private String startJob() throws Exception {
        return startJob(id);
    }

    private static String startJob(String backfill) throws Exception {
        StreamExecutionEnvironment environment =
                cluster.environment(new Configuration(), List.of());
        environment.setParallelism(1);
        environment
                .fromSequence(0, Long.MAX_VALUE)
                .map(new Dawdle())
                .sinkTo(new DiscardingSink<>());
        return environment.executeAsync(BackfillJob.nameOf(backfill)).getJobID().toHexString();
    }

    private static void assertThatEnds(String job) {
        // Flink's REST endpoint shows what it has known for up to three seconds.
        await().atMost(Duration.ofMinutes(1)).until(() -> !cluster.isAlive(job));
    }

    private void publish(BackfillReport report) {
        try (ControlTopic control = topics.openControl()) {
            control.publish(report);
        }
    }

    private BackfillReport published() {
        try (ControlTopic control = topics.openControl()) {
            return control.read().backfill(id).orElseThrow();
        }
    }

    private BackfillReport report(BackfillState state, URI rest) {
        return BackfillReport.newBuilder()
                .setBackfillId(id)
                .setModelName("tiny")
                .setModelDigest("0".repeat(64))
                .setState(state)
                .setSource("posts 0:0-2")
                .setAsOf(Instant.now())
                .setJobId(EARLIER_JOB)
                .setRestUrl(rest.toString())
                .setSavepoint(state == BackfillState.PAUSED ? "file:/before" : null)
                .setStartedAt(Instant.now())
                .setUpdatedAt(Instant.now())
                .build();
    }

    /** Does not use a core for nothing. */
    private static final class Dawdle implements MapFunction<Long, Long> {

        private static final long serialVersionUID = 1L;

        @Override
        public Long map(Long value) throws InterruptedException {
            TimeUnit.MILLISECONDS.sleep(1);
            return value;
        }
    }

    /** Nothing happens that anybody wants to know. */
    private static final class Unobserved implements BackfillObserver {

        @Override
        public void warning(String warning) {}

        @Override
        public void runsHere(String backfill) {}

        @Override
        public boolean isStopWanted() {
            return false;
        }

        @Override
        public void runsAt(URI rest, String job, String backfill) {}

        @Override
        public void progress(BackfillReport report, JobHealth health) {}

        @Override
        public void notice(String notice) {}
    }
}
