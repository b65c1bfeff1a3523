package io.nearline.stores;

import io.nearline.testcluster.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A standalone worker of Kafka Connect with Debezium's connector for PostgreSQL, in a JVM of its
 * own. One that is started in the same directory goes on where the one before it was.
 */
final class ConnectWorker implements AutoCloseable {

    /** Name of the replication slot. */
    static final String SLOT = "nearline";

    /** Where the changes of the table go. */
    static final String TOPIC = "forum.public.posts";

    private final JavaProcess process;

    private ConnectWorker(JavaProcess process) {
        this.process = process;
    }

    static ConnectWorker start(String brokers, int postgres, Path directory) throws IOException {
        Files.createDirectories(directory);
        Map<String, String> worker = new TreeMap<>();
        worker.put("bootstrap.servers", brokers);
        worker.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        worker.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        worker.put("key.converter.schemas.enable", "false");
        worker.put("value.converter.schemas.enable", "false");
        worker.put("offset.storage.file.filename", directory.resolve("offsets").toString());
        worker.put("offset.flush.interval.ms", "500");
        worker.put("listeners", "http://127.0.0.1:0");
        worker.put("plugin.discovery", "service_load");
        Map<String, String> connector = new TreeMap<>();
        connector.put("name", "forum");
        connector.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        connector.put("database.hostname", "127.0.0.1");
        connector.put("database.port", Integer.toString(postgres));
        connector.put("database.user", "nearline");
        connector.put("database.dbname", "postgres");
        connector.put("topic.prefix", "forum");
        connector.put("table.include.list", "public.posts");
        connector.put("plugin.name", "pgoutput");
        connector.put("slot.name", SLOT);
        connector.put("publication.name", SLOT);
        // To make one it would need a lock that writers are to be kept out by.
        connector.put("publication.autocreate.mode", "disabled");
        return new ConnectWorker(
                JavaProcess.launch(
                                "connect",
                                JavaProcess.ownClassPath(),
                                "org.apache.kafka.connect.cli.ConnectStandalone")
                        .flags(List.of("-Xmx256m", "-XX:+UseSerialGC"))
                        .arguments(
                                List.of(
                                        written(directory.resolve("worker.properties"), worker),
                                        written(directory.resolve("forum.properties"), connector)))
                        .start(directory));
    }

    /** As {@code kill -9} does: what it had sent since its last offset comes again. */
    void killHard() {
        process.killHard();
    }

    void requireAlive() {
        process.requireAlive();
    }

    private static String written(Path file, Map<String, String> properties) throws IOException {
        String lines =
                properties.entrySet().stream()
                        .map(property -> property.getKey() + "=" + property.getValue())
                        .collect(Collectors.joining("\n"));
        return Files.writeString(file, lines).toString();
    }

    @Override
    public void close() {
        process.close();
    }
}
