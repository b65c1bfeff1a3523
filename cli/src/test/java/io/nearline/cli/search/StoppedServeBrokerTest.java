package io.nearline.cli.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.broker.LocalBroker;
import io.nearline.cli.NearlineCommand;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.retrieval.serve.NodeSettings;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ServingState;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.FakeVectors;
import io.nearline.testkit.ProjectFiles;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} in a process of its own that is killed while the ONNX Runtime is at work. */
@EnabledOnOs(OS.LINUX) // It reads which libraries a process has loaded.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StoppedServeBrokerTest {

    private static final int EXIT_OF_KILL = 143;
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final int DIMENSIONS = 384;

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static Path bundle;

    @TempDir private Path folder;

    @BeforeAll
    static void publishAPostOfAModel() throws IOException {
        broker = LocalBroker.start(directory.resolve("broker"));
        bundle = ProjectFiles.int8Bundle();
        ModelManifest manifest = ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST));
        ModelId model = new ModelId(manifest.name(), manifest.digest());
        Cluster cluster = Cluster.at(broker.bootstrapServers());
        try (Topics topics = Topics.of(cluster)) {
            for (TopicPlan plan : NodeSettings.TOPICS) {
                topics.create(plan, plan.defaultName(), 1, Optional.empty());
            }
        }
        try (ControlTopic control =
                        ControlTopic.open(cluster, TopicPlan.INDEX_CONTROL.defaultName());
                TopicWriter updates =
                        new TopicWriter(cluster, TopicPlan.INDEX_UPDATES.defaultName())) {
            control.publish(ControlRecords.serving(model, ServingState.SERVING));
            IndexUpdate update =
                    IndexUpdate.newBuilder(
                                    Updates.upsert(
                                            "soup",
                                            1,
                                            model.name(),
                                            FakeVectors.of("soup", DIMENSIONS)))
                            .setModelDigest(model.digest())
                            .build();
            updates.write(Updates.key(update), Updates.value(update));
        }
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    /** The runtime's hook would free its environment while a session is made in it. */
    @Test
    void endsCleanlyByAKillWhileABundleIsOpened() throws Exception {
        try (Service service = new Service(folder)) {
            service.awaitTheRuntime();

            service.kill();

            assertThat(service.exitCode()).as(service.err()).isEqualTo(EXIT_OF_KILL);
            assertThat(service.err()).endsWith("stopping\n");
            assertThat(service.crashes()).isEmpty();
        }
    }

    @Test
    void answersWhatIsUnderWayAndEndsCleanlyByAKillUnderQueries() throws Exception {
        try (Service service = new Service(folder)) {
            await().atMost(SOON).until(() -> service.status("readyz") == 200);
            try (Queries queries = new Queries(service)) {
                await().atMost(SOON).until(() -> queries.answered() > 50);

                service.kill();

                assertThat(service.exitCode()).as(service.err()).isEqualTo(EXIT_OF_KILL);
                assertThat(queries.failed()).as("answers other than 200 and 503").isZero();
            }
            assertThat(service.err()).endsWith("stopping\n");
            assertThat(service.crashes()).isEmpty();
        }
    }

    /** The command, until it is closed. */
    private static final class Service implements AutoCloseable {

        private final Path folder;
        private final HttpClient client = HttpClient.newHttpClient();
        private final URI address;
        private final Process process;

        Service(Path folder) throws IOException {
            this.folder = folder;
            int port = freePort();
            address = URI.create("http://127.0.0.1:%d/".formatted(port));
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.addAll(
                    List.of("-Xmx400m", "-XX:TieredStopAtLevel=1", "-XX:-CreateCoredumpOnCrash"));
            line.add("-XX:ErrorFile=" + folder.resolve("hs_err.log"));
            line.add("-Dlog4j2.configurationFile=classpath:io/nearline/cli/log4j2-cli.properties");
            line.addAll(List.of("-cp", System.getProperty("java.class.path")));
            line.addAll(List.of(NearlineCommand.class.getName(), "serve", "--port=" + port));
            line.add("--index=" + folder.resolve("index"));
            line.add("--brokers=" + broker.bootstrapServers());
            line.add("--bundle=" + bundle);
            process =
                    new ProcessBuilder(line)
                            .redirectOutput(folder.resolve("out").toFile())
                            .redirectError(folder.resolve("err").toFile())
                            .start();
        }

        void awaitTheRuntime() throws IOException, InterruptedException {
            Path maps = Path.of("/proc", Long.toString(process.pid()), "maps");
            while (!process.waitFor(10, TimeUnit.MILLISECONDS)
                    && !Files.readString(maps).contains("libonnxruntime4j")) {
                assertThat(err()).doesNotContain("nearline:");
            }
        }

        void kill() {
            process.destroy();
        }

        int exitCode() throws InterruptedException {
            return process.waitFor();
        }

        String err() throws IOException {
            return Files.readString(folder.resolve("err"), UTF_8);
        }

        List<Path> crashes() throws IOException {
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(file -> file.getFileName().toString().startsWith("hs_err"))
                        .toList();
            }
        }

        int status(String path) throws InterruptedException {
            try {
                return client.send(
                                HttpRequest.newBuilder(address.resolve(path)).build(),
                                BodyHandlers.discarding())
                        .statusCode();
            } catch (IOException e) {
                return 503; // It does not listen yet, or no longer.
            }
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** Threads that ask for texts which were never asked for, until this is closed. */
    private static final class Queries implements AutoCloseable {

        private final Service service;
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();
        private final List<Thread> threads = new ArrayList<>();

        Queries(Service service) {
            this.service = service;
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(this::ask, "asking-" + i);
                thread.start();
                threads.add(thread);
            }
        }

        private void ask() {
            try {
                while (!Thread.interrupted()) {
                    int status = service.status("v1/search?q=soup+" + asked.incrementAndGet());
                    if (status == 200) {
                        answered.incrementAndGet();
                    } else if (status != 503) {
                        failed.incrementAndGet();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        int answered() {
            return answered.get();
        }

        int failed() {
            return failed.get();
        }

        @Override
        public void close() {
            threads.forEach(Thread::interrupt);
            await("the end of asking")
                    .atMost(SOON)
                    .until(() -> threads.stream().noneMatch(Thread::isAlive));
        }
    }
}
