package io.nearline.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.PostEvent;
import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.ClusterSettings;
import io.nearline.testcluster.JavaProcess;
import io.nearline.testcluster.StandaloneCluster;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.testkit.PostHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The job jar on a real cluster: a job manager, two task managers and a broker, each a process. */
class ClusterITCase {
    private static final int PARALLELISM = 2;
    private static final int SUBMISSIONS = 5;
    private static final int SLICE = 300;

    private final Path directory = WorkDirectory.fresh(ClusterITCase.class);
    private List<PostEvent> history;
    private int published;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void survivesALostTaskManagerAndFiveResubmissionsOfItsJar() throws IOException {
        long seed = System.nanoTime();
        System.out.println("ClusterITCase seed " + seed);
        history = PostHistory.random(seed, 150, (SUBMISSIONS + 6) * SLICE);
        try (StreamFixture stream = StreamFixture.start(directory);
                StandaloneCluster cluster =
                        StandaloneCluster.start(
                                directory, 2, ClusterSettings.over(stream.jobSettings()))) {
            String savepoint = loseATaskManager(stream, cluster);
            List<Long> processes = pids(cluster);
            for (int i = 0; i < SUBMISSIONS; i++) {
                savepoint = resubmit(stream, cluster, savepoint);
            }
            stream.assertFinalState();
            assertThat(pids(cluster)).as("the same task managers all along").isEqualTo(processes);
            assertThat(linkErrors(cluster.logs())).isEmpty();
        }
    }

    private String loseATaskManager(StreamFixture stream, StandaloneCluster cluster) {
        String job = submit(cluster, Optional.empty());
        Awaitility.await("a checkpoint")
                .atMost(Duration.ofMinutes(3))
                .until(() -> cluster.rest().completedCheckpoints(job) > 0);
        stream.publish(next(5 * SLICE));
        stream.awaitMoreUpdates(SLICE, () -> requireRunning(cluster, job));
        assertThat(stream.isInMidStream()).as("posts were still waiting").isTrue();
        cluster.killOldestTaskManager();
        cluster.startTaskManager();
        stream.publish(next(SLICE));
        stream.awaitFinalState(() -> requireRunning(cluster, job));
        return cluster.rest().stop(job, directory.resolve("savepoints"));
    }

    private String resubmit(StreamFixture stream, StandaloneCluster cluster, String savepoint) {
        String job = submit(cluster, Optional.of(savepoint));
        stream.publish(next(SLICE));
        stream.awaitFinalState(() -> requireRunning(cluster, job));
        return cluster.rest().stop(job, directory.resolve("savepoints"));
    }

    private String submit(StandaloneCluster cluster, Optional<String> savepoint) {
        String jar = cluster.rest().upload(Artifacts.jobJar());
        return cluster.rest().run(jar, List.of(), PARALLELISM, savepoint);
    }

    private List<PostEvent> next(int count) {
        List<PostEvent> slice = history.subList(published, published + count);
        published += count;
        return slice;
    }

    private static void requireRunning(StandaloneCluster cluster, String job) {
        assertThat(cluster.rest().state(job)).isNotIn("FAILED", "FAILING", "CANCELED");
    }

    private static List<Long> pids(StandaloneCluster cluster) {
        return cluster.taskManagers().stream().map(JavaProcess::pid).toList();
    }

    /** What a native library says that a second class loader tried to load. */
    private static List<String> linkErrors(Path logs) throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            return files.flatMap(ClusterITCase::lines)
                    .filter(
                            line ->
                                    line.contains("UnsatisfiedLinkError")
                                            || line.contains("Could not initialize class"))
                    .toList();
        }
    }

    private static Stream<String> lines(Path log) {
        try {
            return Files.readAllLines(log).stream();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + log, e);
        }
    }
}
