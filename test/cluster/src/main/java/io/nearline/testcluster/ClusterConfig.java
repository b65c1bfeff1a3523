package io.nearline.testcluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes the conf/ directory of a cluster on this machine. */
final class ClusterConfig {
    private ClusterConfig() {}

    /** Writes the configuration and returns its directory. */
    static Path write(Path directory, int restPort, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(addresses(restPort));
        all.putAll(state(directory));
        Path conf = directory.resolve("conf");
        try {
            Files.createDirectories(conf);
            // JSON is YAML: values need no quoting rules of our own.
            Files.writeString(
                    conf.resolve("config.yaml"), new ObjectMapper().writeValueAsString(all));
            Files.copy(ProcessLogging.configuration(), conf.resolve("log4j2.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + conf, e);
        }
        return conf;
    }

    private static Map<String, String> addresses(int restPort) {
        return Map.of(
                "jobmanager.rpc.address", "127.0.0.1",
                "jobmanager.rpc.port", Integer.toString(FreePorts.next()),
                "jobmanager.bind-host", "127.0.0.1",
                "taskmanager.host", "127.0.0.1",
                "taskmanager.bind-host", "127.0.0.1",
                "rest.address", "127.0.0.1",
                "rest.bind-address", "127.0.0.1",
                "rest.port", Integer.toString(restPort),
                "io.tmp.dirs", System.getProperty("java.io.tmpdir"));
    }

    private static Map<String, String> state(Path directory) {
        return Map.of(
                "execution.checkpointing.dir", directory.resolve("checkpoints").toUri().toString(),
                "execution.checkpointing.savepoint-dir",
                        directory.resolve("savepoints").toUri().toString());
    }
}
