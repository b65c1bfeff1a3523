package io.nearline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.PostEvent;
import io.nearline.testcluster.JobProcess;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.testkit.PostHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The job dies by {@code kill -9} again and again; the broker, in a process of its own, does not.
 */
class KillNineITCase {
    private static final int KILLS = 10;

    /** Events that each life of the job is given; some 600 of them end as updates. */
    private static final int SLICE = 700;

    /** So few that each death comes while posts of the slice are waiting. */
    private static final int MOST_UPDATES_BEFORE_DEATH = 200;

    private final Path directory = WorkDirectory.fresh(KillNineITCase.class);
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<PostEvent> history = PostHistory.random(seed, 400, (KILLS + 1) * SLICE);
    private StreamFixture stream;
    private int lives;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void endsAsTheOracleSaysAfterTenKillsAtRandomMoments() {
        System.out.println("KillNineITCase seed " + seed);
        try (StreamFixture fixture = StreamFixture.start(directory)) {
            stream = fixture;
            for (int kill = 0; kill < KILLS; kill++) {
                // Every third dies too young to leave a checkpoint: the next goes on from an older
                // one.
                if (kill % 3 == 2) {
                    dieYoung();
                } else {
                    dieAfterACheckpoint();
                }
            }
            surviveTheRest();
            stream.assertFinalState();
        }
    }

    private void dieYoung() {
        try (JobProcess job = start()) {
            publishNextSlice();
            killInMidStream(job);
        }
    }

    private void dieAfterACheckpoint() {
        try (JobProcess job = start()) {
            awaitCheckpoint(job);
            publishNextSlice();
            killInMidStream(job);
        }
    }

    private void surviveTheRest() {
        try (JobProcess job = start()) {
            stream.awaitFinalState(job::requireAlive);
            int regressionsOfReplays = stream.regressions();
            publishNextSlice();
            stream.awaitFinalState(job::requireAlive);
            assertThat(stream.regressions())
                    .as("steps back to an older revision after the last replay")
                    .isEqualTo(regressionsOfReplays);
        }
    }

    private void killInMidStream(JobProcess job) {
        stream.awaitMoreUpdates(1 + random.nextInt(MOST_UPDATES_BEFORE_DEATH), job::requireAlive);
        assertThat(stream.isInMidStream()).as("posts were still waiting").isTrue();
        job.killHard();
    }

    private void publishNextSlice() {
        int from = (lives - 1) * SLICE;
        int to = lives > KILLS ? history.size() : from + SLICE;
        stream.publish(history.subList(from, to));
    }

    private JobProcess start() {
        lives++;
        Map<String, String> settings = new TreeMap<>(stream.jobSettings());
        settings.put("parallelism.default", "2");
        settings.put("execution.checkpointing.interval", "500ms");
        // A failure inside the job must fail the test, not be repaired.
        settings.put("restart-strategy.type", "none");
        JobProcess job =
                JobProcess.start(
                        "job-" + lives,
                        directory.resolve("checkpoints"),
                        settings,
                        directory.resolve("logs"));
        assertThat(job.resumedFrom().isPresent())
                .as("resumed from a checkpoint")
                .isEqualTo(lives > 1);
        return job;
    }

    private static void awaitCheckpoint(JobProcess job) {
        Awaitility.await("a checkpoint")
                .atMost(Duration.ofMinutes(3))
                .until(
                        () -> {
                            job.requireAlive();
                            return job.hasCheckpointed();
                        });
    }
}
