package io.nearline.testcluster;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A Flink session cluster of real processes: one job manager and as many task managers as asked
 * for, put together as the image is: Flink's own lib/ plus the project's native libraries.
 */
public final class StandaloneCluster implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(4);

    /** Where {@code main} runs, the DataStream API registers its translators by reflection. */
    private final Path directory;

    private final Path conf;
    private final List<Path> classPath = new ArrayList<>();
    private final List<JavaProcess> taskManagers = new ArrayList<>();
    private final FlinkFlags taskManagerFlags;
    private final FlinkRest rest;
    private final FlinkFlags jobManagerFlags;
    private final ClusterExtras extras;
    private JavaProcess jobManager;
    private int started;

    private StandaloneCluster(Path directory, Map<String, String> settings, ClusterExtras extras) {
        this.directory = directory;
        this.extras = extras;
        int restPort = FreePorts.next();
        conf = ClusterConfig.write(directory, restPort, settings);
        classPath.add(conf);
        classPath.addAll(Artifacts.flinkLibrary());
        classPath.addAll(Artifacts.nativeLibrary());
        classPath.addAll(extras.library());
        rest = new FlinkRest(URI.create("http://127.0.0.1:" + restPort));
        taskManagerFlags = FlinkFlags.ask(FlinkFlags.Role.TASK_MANAGER, classPath, conf);
        jobManagerFlags = FlinkFlags.ask(FlinkFlags.Role.JOB_MANAGER, classPath, conf);
        startJobManager();
    }

    /**
     * Starts a cluster and waits until all task managers have registered.
     *
     * @param directory for its configuration, state and logs
     * @param settings Flink settings on top of the ones that the processes need
     */
    public static StandaloneCluster start(
            Path directory, int taskManagers, Map<String, String> settings) {
        return start(directory, taskManagers, settings, ClusterExtras.NONE);
    }

    /** As {@link #start(Path, int, Map)}, with processes that are started differently. */
    public static StandaloneCluster start(
            Path directory, int taskManagers, Map<String, String> settings, ClusterExtras extras) {
        StandaloneCluster cluster = new StandaloneCluster(directory, settings, extras);
        try {
            for (int i = 0; i < taskManagers; i++) {
                cluster.startTaskManager();
            }
            cluster.awaitTaskManagers(taskManagers);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** The class path of its processes, which is that of Flink's own commands too. */
    public List<Path> classPath() {
        return List.copyOf(classPath);
    }

    /** The cluster's REST API. */
    public FlinkRest rest() {
        return rest;
    }

    /** The live task managers' processes, oldest first. */
    public synchronized List<JavaProcess> taskManagers() {
        return List.copyOf(taskManagers);
    }

    /** Where every process writes its log. */
    public Path logs() {
        return directory.resolve("logs");
    }

    /** Starts one more task manager; it registers by itself. */
    public synchronized void startTaskManager() {
        started++;
        List<Path> withExtras = new ArrayList<>(classPath);
        withExtras.addAll(extras.taskManagerClassPath());
        taskManagers.add(
                JavaProcess.launch(
                                "taskmanager-" + started,
                                withExtras,
                                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner")
                        .flags(taskManagerFlags.jvm())
                        .flags(extras.jvm())
                        .flags(extras.taskManagerJvm())
                        .environment(extras.taskManagerEnvironment())
                        .flags(DeploymentManifest.read().javaFlags())
                        .flags(List.of("-DDJL_CACHE_DIR=" + directory.resolve("djl")))
                        .arguments(List.of("--configDir", conf.toString()))
                        .arguments(taskManagerFlags.dynamic())
                        .start(logs()));
    }

    /** Kills the oldest task manager as {@code kill -9} does. */
    public synchronized void killOldestTaskManager() {
        taskManagers.remove(0).killHard();
    }

    /**
     * Starts new processes in the place of those that died, as an orchestrator does.
     *
     * @return how many
     */
    public synchronized int replaceDead() {
        List<JavaProcess> dead =
                taskManagers.stream().filter(process -> !process.isAlive()).toList();
        for (JavaProcess process : dead) {
            taskManagers.remove(process);
            process.close();
            startTaskManager();
        }
        if (jobManager.isAlive()) {
            return dead.size();
        }
        jobManager.close();
        startJobManager();
        return dead.size() + 1;
    }

    /** The job manager's process as it runs now. */
    public synchronized JavaProcess jobManager() {
        return jobManager;
    }

    /**
     * Starts a job manager in the place of one that died. Without high availability it knows
     * nothing of the jobs.
     */
    public synchronized void startJobManager() {
        jobManager = launchJobManager();
    }

    /** Waits until that many task managers have registered. */
    public void awaitTaskManagers(int count) {
        Awaitility.await(count + " task managers")
                .atMost(START)
                .until(
                        () -> {
                            jobManager.requireAlive();
                            taskManagers.forEach(JavaProcess::requireAlive);
                            return rest.taskManagers() == count;
                        });
    }

    @Override
    public synchronized void close() {
        taskManagers.forEach(JavaProcess::close);
        jobManager.close();
    }

    private JavaProcess launchJobManager() {
        return JavaProcess.launch(
                        "jobmanager",
                        classPath,
                        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint")
                .flags(jobManagerFlags.jvm())
                .flags(extras.jvm())
                .flags(DeploymentManifest.read().javaFlags())
                .flags(List.of("-DDJL_CACHE_DIR=" + directory.resolve("djl")))
                .arguments(List.of("--configDir", conf.toString()))
                .arguments(jobManagerFlags.dynamic())
                .start(logs());
    }
}
