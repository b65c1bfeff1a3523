package io.nearline.faults.rig;

import io.nearline.faults.workload.CampaignClock;
import io.nearline.faults.workload.PostScript;
import io.nearline.faults.workload.TopicWatch;
import io.nearline.faults.workload.Writer;
import io.nearline.testcluster.BrokerProcess;
import io.nearline.testcluster.ClusterExtras;
import io.nearline.testcluster.ClusterSettings;
import io.nearline.testcluster.JavaProcess;
import io.nearline.testcluster.StandaloneCluster;
import io.nearline.testcluster.ZooKeeperProcess;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** A whole deployment under load, which faults can reach into. */
public final class Rig implements AutoCloseable {
    private static final int TASK_MANAGERS = 2;

    /** How long a transaction may last on {@link Site#SHORT_TRANSACTIONS}. */
    public static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(15);

    private static final int PARTITIONS = 4;
    private static final int ACTIVE_POSTS = 5;
    private static final Duration READ = Duration.ofMinutes(2);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Site site;
    private final RigOptions options;
    private final Random random;
    private final CampaignClock clock = new CampaignClock();
    private TinyModels models;
    private ModelControl model;
    private BrokerProcess broker;
    private StandaloneCluster cluster;
    private RunningJob job;
    private Writer writer;
    private TopicWatch watch;
    private SmallDisk disk;
    private FakedClock taskManagerClock;
    private int served;

    private Rig(Site site, RigOptions options) {
        this.site = site;
        this.options = options;
        random = new Random(options.seed());
    }

    /** Puts everything up and begins to write posts. */
    public static Rig start(Site site, RigOptions options) {
        Rig rig = new Rig(site, options);
        try {
            rig.startProcesses();
            rig.startLoad();
        } catch (RuntimeException e) {
            rig.close();
            throw e;
        }
        return rig;
    }

    private void startProcesses() {
        Path directory = options.directory();
        Path logs = directory.resolve("logs");
        models = keep(TinyModels.in(directory.resolve("models")));
        broker =
                keep(
                        BrokerProcess.start(
                                directory.resolve("broker"),
                                logs,
                                site.brokerEnvironment(directory)));
        for (TopicPlan topic : TopicPlan.values()) {
            broker.createTopic(topic, topic.partitions(PARTITIONS));
        }
        ZooKeeperProcess zooKeeper =
                keep(ZooKeeperProcess.start(directory.resolve("zookeeper"), logs));
        if (site == Site.SMALL_DISK) {
            disk = keep(SmallDisk.mount(directory.resolve("small-disk")));
        }
        if (site == Site.FAKED_CLOCK) {
            taskManagerClock = new FakedClock(directory);
        }
        Map<String, String> settings = clusterSettings();
        settings.putAll(zooKeeper.settings(directory.resolve("ha")));
        cluster = keep(StandaloneCluster.start(directory, TASK_MANAGERS, settings, extras()));
        keep(new Supervisor(cluster));
        job = new RunningJob(cluster, directory.resolve("savepoints"), jobSettings());
    }

    private void startLoad() {
        job.start(TASK_MANAGERS);
        watch = keep(new TopicWatch(broker.bootstrapServers(), Set.of(TinyModels.NAME), clock));
        watch.start();
        PostScript script = new PostScript(options.seed(), options.posts(), ACTIVE_POSTS);
        writer =
                keep(new Writer(broker.bootstrapServers(), script, options.seed(), options.rate()));
        writer.start();
    }

    private Map<String, String> clusterSettings() {
        Map<String, String> settings = new TreeMap<>(ClusterSettings.over(Map.of()));
        settings.put("heartbeat.timeout", "8s");
        settings.put("execution.checkpointing.interval", "1s");
        settings.put("execution.checkpointing.timeout", "1min");
        settings.put("restart-strategy.exponential-delay.initial-backoff", "200ms");
        settings.put("restart-strategy.exponential-delay.max-backoff", "2s");
        settings.put("taskmanager.memory.task.off-heap.size", "256m");
        settings.put("taskmanager.memory.managed.fraction", "0.2");
        settings.put("web.checkpoints.history", "200");
        settings.put(
                "state.backend.rocksdb.localdir",
                options.directory().resolve("rocksdb").toString());
        return settings;
    }

    private Map<String, String> jobSettings() {
        Map<String, String> settings = new TreeMap<>();
        settings.put("nearline.kafka.bootstrap-servers", broker.bootstrapServers());
        settings.put("nearline.kafka.properties.partition.discovery.interval.ms", "2000");
        settings.put("nearline.models.directory", models.directory(0).toString());
        settings.put("nearline.models.serve", TinyModels.NAME);
        settings.put("nearline.delivery", site.isExactlyOnce() ? "exactly-once" : "at-least-once");
        // Short, so that what hangs is given up while the campaign looks.
        settings.put("nearline.embed.timeout", "8 s");
        settings.put("nearline.recall.pending-timeout", "20 s");
        if (site == Site.SHORT_TRANSACTIONS) {
            settings.put(
                    "nearline.kafka.transaction-timeout", TRANSACTION_TIMEOUT.toSeconds() + " s");
        }
        if (disk != null) {
            settings.put(
                    "execution.checkpointing.dir",
                    disk.path().resolve("checkpoints").toUri().toString());
        }
        return settings;
    }

    private ClusterExtras extras() {
        Path directory = options.directory();
        Path control = directory.resolve("model-order");
        model = new ModelControl(control);
        Path agent = AgentJar.writeTo(directory.resolve("agent.jar"));
        return new ClusterExtras(
                List.of(),
                List.of("-XX:+UseSerialGC"),
                List.of(AgentJar.library()),
                List.of("-javaagent:" + agent + "=" + control),
                site.taskManagerEnvironment(directory));
    }

    /** The job, to stop and start. */
    public RunningJob job() {
        return job;
    }

    public BrokerProcess broker() {
        return broker;
    }

    /** Any of the task managers. */
    public JavaProcess someTaskManager() {
        List<JavaProcess> all = cluster.taskManagers();
        return all.get(random.nextInt(all.size()));
    }

    public JavaProcess jobManager() {
        return cluster.jobManager();
    }

    /** What the models in the task managers do. */
    public ModelControl model() {
        return model;
    }

    /** What the models say. */
    public TinyModels models() {
        return models;
    }

    /** The directory of the model that is not served now; it is from then on. */
    public Path nextModels() {
        served = 1 - served;
        return models.directory(served);
    }

    /** Waits until everything that was written has been read. */
    public void awaitAllRead() {
        Awaitility.await("all has been read").atMost(READ).until(watch::hasReadAll);
    }

    public Writer writer() {
        return writer;
    }

    public TopicWatch watch() {
        return watch;
    }

    public CampaignClock clock() {
        return clock;
    }

    /** For choices that a seed repeats. */
    public Random random() {
        return random;
    }

    public RigOptions options() {
        return options;
    }

    public Site site() {
        return site;
    }

    /** The disk of {@link Site#SMALL_DISK}. */
    public SmallDisk disk() {
        return disk;
    }

    /** The clock of {@link Site#FAKED_CLOCK}. */
    public FakedClock taskManagerClock() {
        return taskManagerClock;
    }

    /** Where the logs of all processes are. */
    public Path logs() {
        return cluster.logs();
    }

    @Override
    public void close() {
        // Newest first: nobody writes to a broker that is gone.
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) {
                // The others must still be closed: a process left over would disturb what follows.
                System.err.println("faults: could not close " + part + ": " + e);
            }
        }
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }
}
