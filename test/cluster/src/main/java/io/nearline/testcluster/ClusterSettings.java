package io.nearline.testcluster;

import java.util.Map;
import java.util.TreeMap;

/** How a cluster of the tests is set up: as the manifest says, but small and quick to notice. */
public final class ClusterSettings {

    private ClusterSettings() {}

    /** The manifest's settings, but for what needs Kubernetes or more than this machine has. */
    public static Map<String, String> over(Map<String, String> jobSettings) {
        Map<String, String> settings =
                new TreeMap<>(DeploymentManifest.read().flinkConfiguration());
        settings.keySet().removeIf(key -> key.startsWith("high-availability."));
        settings.putAll(jobSettings);
        settings.put("execution.checkpointing.interval", "500ms");
        settings.put("execution.checkpointing.min-pause", "0ms");
        settings.put("jobmanager.memory.process.size", "1024m");
        settings.put("taskmanager.memory.process.size", "2048m");
        settings.put("taskmanager.memory.task.off-heap.size", "512m");
        settings.put("metrics.reporter.prom.port", "0");
        // A process that starts beside many others takes its time.
        settings.put("pekko.startup-timeout", "1min");
        // A lost process is noticed by its silence: seconds here, not the minute of production.
        settings.put("heartbeat.interval", "1s");
        settings.put("heartbeat.timeout", "6s");
        return settings;
    }
}
