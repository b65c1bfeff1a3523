package io.nearline.faults.rig;

import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.StandaloneCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The streaming job on the cluster, as the people who run it start, stop and change it. */
public final class RunningJob {
    private static final Duration START = Duration.ofMinutes(4);

    private static final int LONGEST = 3000;

    /** What Flink answers to those who ask a job for a savepoint that is not wholly running. */
    private static final String RESTARTING = "Not all required tasks are currently running";

    private final StandaloneCluster cluster;
    private final Path savepoints;
    private final Map<String, String> settings;
    private String id = "";

    RunningJob(StandaloneCluster cluster, Path savepoints, Map<String, String> settings) {
        this.cluster = cluster;
        this.savepoints = savepoints;
        this.settings = new TreeMap<>(settings);
    }

    /** Changes a setting for the next start. */
    public void set(String key, String value) {
        settings.put(key, value);
    }

    /** Starts it without state. */
    public void start(int parallelism) {
        submit(parallelism, Optional.empty());
    }

    /** Starts it from a savepoint. */
    public void start(int parallelism, String savepoint) {
        submit(parallelism, Optional.of(savepoint));
    }

    /**
     * Stops it with a savepoint, and returns that. Asks again while the job is just restarting, as
     * people do.
     */
    public String stop() {
        AtomicReference<String> savepoint = new AtomicReference<>();
        Awaitility.await("a savepoint")
                .atMost(START)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptionsMatching(failure -> String.valueOf(failure).contains(RESTARTING))
                .until(
                        () -> {
                            savepoint.set(cluster.rest().stop(id, savepoints));
                            return true;
                        });
        return savepoint.get();
    }

    /** Takes a savepoint while it runs on, and returns that. */
    public String savepoint() {
        return cluster.rest().savepoint(id, savepoints);
    }

    /** The newest checkpoint that is complete. */
    public String newestCheckpoint() {
        return cluster.rest().newestCheckpoint(id);
    }

    /** Whether it has completed a checkpoint before it failed, or before the time was up. */
    public boolean staysUp(Duration time) {
        try {
            Awaitility.await("a checkpoint or a failure")
                    .atMost(time)
                    .ignoreExceptions()
                    .until(() -> checkpoints() > 0 || cluster.rest().hasFailed(id));
            return !cluster.rest().hasFailed(id);
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    /** Stops it, unless it has ended by itself; no state is left. */
    public void cancel() {
        if (!cluster.rest().state(id).equals("FAILED")) {
            cluster.rest().cancel(id);
        }
    }

    /** The longest checkpoint since then. */
    public Duration longestCheckpoint(Instant since) {
        return cluster.rest().longestCheckpoint(id, since);
    }

    /** How many checkpoints it has completed since it was last started or recovered. */
    public int checkpoints() {
        return cluster.rest().completedCheckpoints(id);
    }

    /** Waits until it has completed a checkpoint from now on. */
    public void awaitCheckpoint() {
        int before = checkpoints();
        Awaitility.await("a checkpoint")
                .atMost(START)
                .ignoreExceptions()
                .until(() -> checkpoints() > before);
    }

    /** In words for people: its state and why it failed last. */
    public String describe() {
        String exceptions = cluster.rest().exceptions(id);
        return "job %s is %s; exceptions: %s"
                .formatted(
                        id,
                        cluster.rest().state(id),
                        exceptions.substring(0, Math.min(LONGEST, exceptions.length())));
    }

    private void submit(int parallelism, Optional<String> savepoint) {
        String jar = cluster.rest().upload(Artifacts.jobJar());
        List<String> arguments =
                settings.entrySet().stream()
                        .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                        .toList();
        id = cluster.rest().run(jar, arguments, parallelism, savepoint);
        Awaitility.await("the job runs")
                .atMost(START)
                .ignoreExceptions()
                .until(() -> cluster.rest().state(id).equals("RUNNING"));
    }
}
