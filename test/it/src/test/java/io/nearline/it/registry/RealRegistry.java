package io.nearline.it.registry;

import static org.awaitility.Awaitility.await;

import io.nearline.operators.registry.RegistryAccess;
import io.nearline.operators.registry.RegistryUnavailableException;
import io.nearline.operators.registry.SchemaRegistry;
import io.nearline.testcluster.Artifacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Apicurio's registry in a process of its own, with its schemas in memory. */
final class RealRegistry implements AutoCloseable {

    /** What to say where there is none. */
    static final String HOW_TO_GET_ONE =
            "no registry: unpack it with mvn -pl test/it -Pregistry generate-test-resources, and"
                    + " install a Java of 21 or later below /usr/lib/jvm";

    private static final Path JAVAS = Path.of("/usr/lib/jvm");
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");
    private static final int NEEDED = 21;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final int port;

    private RealRegistry(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts it; empty if it was not unpacked, or no Java here can run it.
     *
     * @param log file that its output goes to
     */
    static Optional<RealRegistry> start(Path log) throws IOException {
        Path unpacked = unpacked();
        Optional<Path> java = java();
        if (java.isEmpty() || !Files.exists(unpacked.resolve("quarkus-run.jar"))) {
            return Optional.empty();
        }
        int port = freePort();
        Process process =
                new ProcessBuilder(
                                java.get().toString(),
                                "-Xmx384m",
                                "-Dquarkus.http.host=127.0.0.1",
                                "-Dquarkus.http.port=" + port,
                                "-Dquarkus.management.host=127.0.0.1",
                                "-Dquarkus.management.port=" + freePort(),
                                "-jar",
                                "quarkus-run.jar")
                        .directory(unpacked.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        RealRegistry registry = new RealRegistry(process, port);
        registry.awaitReady();
        return Optional.of(registry);
    }

    private static Path unpacked() {
        String named = System.getProperty("nearline.apicurio");
        return named == null
                ? Artifacts.source("").resolve("test/it/target/apicurio")
                : Path.of(named);
    }

    RegistryAccess access() {
        return at("/apis/ccompat/v7");
    }

    /** The same server at another path of it. */
    RegistryAccess at(String path) {
        return new RegistryAccess(List.of("http://127.0.0.1:" + port + path), null, null);
    }

    private void awaitReady() {
        SchemaRegistry client = new SchemaRegistry(access());
        await("the registry answers")
                .atMost(PATIENCE)
                .failFast("the registry has ended", () -> !process.isAlive())
                .until(
                        () -> {
                            try {
                                return client.subjects().isEmpty();
                            } catch (RegistryUnavailableException e) {
                                return false;
                            }
                        });
    }

    private static Optional<Path> java() throws IOException {
        if (!Files.isDirectory(JAVAS)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(JAVAS)) {
            return homes.filter(RealRegistry::isNewEnough)
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    private static boolean isNewEnough(Path home) {
        try {
            Path release = home.resolve("release");
            Matcher version =
                    VERSION.matcher(Files.exists(release) ? Files.readString(release) : "");
            return version.find() && Integer.parseInt(version.group(1)) >= NEEDED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
