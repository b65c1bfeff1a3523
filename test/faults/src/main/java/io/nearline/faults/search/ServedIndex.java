package io.nearline.faults.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.FreePorts;
import io.nearline.testcluster.JavaProcess;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** {@code nearline serve} in a process of its own, which may be killed and started again. */
final class ServedIndex implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(3);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final SearchTopics topics;
    private final Path index;
    private final Path logs;
    private final List<SearchModel> models;
    private final int port = FreePorts.next();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private @Nullable JavaProcess process;
    private long startedAt;

    /** What the service said. */
    record Answer(int status, JsonNode body) {}

    /**
     * A service that was not started.
     *
     * @param models of which the first is searched until another one is promoted
     */
    ServedIndex(SearchTopics topics, Path index, Path logs, List<SearchModel> models) {
        this.topics = topics;
        this.index = index;
        this.logs = logs;
        this.models = List.copyOf(models);
    }

    /** Starts it, without waiting for anything. */
    ServedIndex start(Map<String, String> environment) {
        List<String> arguments = new ArrayList<>(List.of("serve"));
        arguments.addAll(List.of("--brokers", topics.cluster().brokers()));
        arguments.addAll(List.of("--posts-topic", topics.of(TopicPlan.POSTS)));
        arguments.addAll(List.of("--index-updates-topic", topics.of(TopicPlan.INDEX_UPDATES)));
        arguments.addAll(List.of("--index-control-topic", topics.of(TopicPlan.INDEX_CONTROL)));
        arguments.addAll(List.of("--dead-letters-topic", topics.of(TopicPlan.DEAD_LETTERS)));
        arguments.addAll(List.of("--index", index.toString(), "--port", Integer.toString(port)));
        arguments.addAll(List.of("--model", models.get(0).name()));
        for (SearchModel model : models) {
            arguments.addAll(List.of("--bundle", model.bundle().toString()));
        }
        startedAt = System.nanoTime();
        process =
                command("serve-" + topics.name(), "-XX:SharedArchiveFile=" + classes())
                        .environment(environment)
                        .arguments(arguments)
                        .start(logs);
        return this;
    }

    /** Has the JVM write down the classes of a start, as an operator does once. */
    void warmUp() {
        try (JavaProcess writing =
                command("warm-up-" + topics.name(), "-XX:ArchiveClassesAtExit=" + classes())
                        .arguments(List.of("warm-up"))
                        .start(logs)) {
            long begun = System.nanoTime();
            while (!writing.hasFinished()) {
                if (System.nanoTime() - begun > LONGEST_WARM_UP.toNanos()) {
                    throw new IllegalStateException("warm-up does not end: see " + writing.log());
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /** Starts it and waits until it is ready. */
    ServedIndex startReady() {
        start(Map.of()).awaitReady();
        return this;
    }

    /**
     * Waits until it says that it is ready.
     *
     * @return how long that took since its start
     */
    Duration awaitReady() {
        while (!isReady()) {
            running().requireAlive();
            if (System.nanoTime() - startedAt > LONGEST_START.toNanos()) {
                throw new IllegalStateException("the service does not become ready: see " + log());
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** Whether {@code /readyz} says so; false too if nobody answers. */
    boolean isReady() {
        try {
            return get("readyz").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Whether it ends by itself, not in success, within that time. */
    boolean failsWithin(Duration time) {
        long begun = System.nanoTime();
        while (running().isAlive()) {
            if (System.nanoTime() - begun > time.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }

    /** As {@code kill -9}. */
    void kill() {
        running().killHard();
        running().close();
    }

    JavaProcess running() {
        if (process == null) {
            throw new IllegalStateException("the service was not started");
        }
        return process;
    }

    /** What it has said since the first start. */
    String log() {
        try {
            return Files.readString(running().log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer get(String path) {
        return send(request(path).GET().build());
    }

    Answer search(String body) {
        return send(
                request("v1/search")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    /** Asks it to stop, as a shutdown does, and waits. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    /** Passed over by the JVM where nobody has written it. */
    private Path classes() {
        return logs.resolve("nearline.jsa");
    }

    /** A command as the start script runs it, with the compiler that is for long runs. */
    private static JavaProcess.Launch command(String name, String... flags) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "@" + Artifacts.source("dist/src/main/conf/jvm.options"),
                                "-Dlog4j2.configurationFile=classpath:io/nearline/cli/log4j2-cli.properties",
                                "-Dnearline.home=" + Artifacts.source("."),
                                "-Xmx1g",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=4"));
        all.addAll(List.of(flags));
        return JavaProcess.launch(name, Artifacts.commandLine(), "io.nearline.cli.NearlineCommand")
                .flags(all);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + path))
                .timeout(LONGEST_ANSWER);
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
