package io.nearline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.broker.LocalBroker;
import io.nearline.operations.local.StateDirectory;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lives of the job of {@code nearline stream} against a real broker. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class StreamRunBrokerTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir private Path path;
    private LocalBroker broker;

    @BeforeEach
    void startBroker() throws IOException {
        broker = LocalBroker.start(path.resolve("broker"));
        run("topics", "create", "--partitions=2");
        CommandLineRun.of(
                "model",
                "package",
                TinyModel.BERT.writeTo(path.resolve("source")).toString(),
                "--out=" + path.resolve("models/tiny"),
                "--name=tiny",
                "--max-tokens=16");
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void everyLifeGoesOnWhereTheLastOneStopped() throws IOException {
        post("1");
        assertThat(liveUntilUpdates(1)).contains("the job begins anew");
        post("2");
        assertThat(liveUntilUpdates(2)).contains("the job resumes from file:");
        post("3");
        assertThat(liveUntilUpdates(3)).contains("the job resumes from file:");

        // A life that had begun anew would have published the first posts once more.
        assertThat(updates()).hasSize(3);
    }

    @Test
    void aFreshLifeServesWhatWasPromotedAndLeavesItActive() throws Exception {
        Path second = path.resolve("second");
        CommandLineRun.of(
                "model",
                "package",
                TinyModel.BERT.writeTo(path.resolve("second-source")).toString(),
                "--out=" + second,
                "--name=second",
                "--max-tokens=8");
        try (StateDirectory directory = StateDirectory.open(path.resolve("state"))) {
            live(
                    directory,
                    StreamRun.Beginning.ANEW,
                    () -> {
                        await().atMost(PATIENCE).until(() -> serves("tiny"));
                        String bundle = "--bundle=tiny=" + path.resolve("models/tiny");
                        decide("promote", "tiny", bundle);
                        decide("stage", second.toString());
                        String other = "--bundle=second=" + second;
                        decide("promote", "second", other, "--force", "--reason=test");
                    });
            post("z1");
            String firstLife = jobs().iterator().next();
            live(
                    directory,
                    StreamRun.Beginning.ANEW,
                    () -> {
                        await().atMost(PATIENCE).until(() -> updates().size() == 2);
                        // Both models were answered for by this life.
                        await().atMost(PATIENCE).until(() -> !jobs().contains(firstLife));
                    });
        }

        String status = run("rollout", "status").out().toString();
        assertThat(status).containsPattern("\\* second +ACTIVE +SERVING");
        assertThat(status).containsPattern("tiny +CANDIDATE +SERVING");
        assertThat(status).doesNotContain("later decision", "REFUSED");
    }

    private void live(StateDirectory directory, StreamRun.Beginning beginning, Runnable meanwhile) {
        StringWriter said = new StringWriter();
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<Void> life =
                CompletableFuture.runAsync(() -> live(directory, beginning, said, stop));
        try {
            meanwhile.run();
        } finally {
            stop.set(true);
            life.join();
        }
    }

    /** The jobs that said what they do. */
    private Set<String> jobs() {
        String status = String.join("", run("rollout", "status", "--json").out());
        return Pattern.compile("\"jobId\" ?: ?\"([0-9a-f]{32})\"")
                .matcher(status)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
    }

    private boolean serves(String model) {
        return run("rollout", "status").out().stream()
                .anyMatch(line -> line.contains(model) && line.contains("SERVING  "));
    }

    private void decide(String... decision) {
        String[] command = new String[decision.length + 1];
        command[0] = "rollout";
        System.arraycopy(decision, 0, command, 1, decision.length);
        CommandLineRun decided = run(command);
        assertThat(decided.exitCode()).as(decided.toString()).isZero();
    }

    /** What it said. */
    private String liveUntilUpdates(int count) throws IOException {
        StringWriter said = new StringWriter();
        AtomicBoolean stop = new AtomicBoolean();
        try (StateDirectory directory = StateDirectory.open(path.resolve("state"))) {
            CompletableFuture<Void> life =
                    CompletableFuture.runAsync(
                            () ->
                                    live(
                                            directory,
                                            StreamRun.Beginning.NEWEST_CHECKPOINT,
                                            said,
                                            stop));
            await().atMost(PATIENCE).until(() -> life.isDone() || updates().size() >= count);
            awaitCheckpointBegunAfterNow(directory, life);
            stop.set(true);
            life.join();
        }
        return said.toString();
    }

    private void live(
            StateDirectory directory,
            StreamRun.Beginning beginning,
            StringWriter said,
            AtomicBoolean stop) {
        StatusLine status = new StatusLine(new PrintWriter(said));
        try {
            new StreamRun(configuration(), directory, status).run(beginning, stop::get);
        } catch (Exception e) { // Any failure is the test's.
            throw new AssertionError("the job did not live: " + said, e);
        }
    }

    /** One checkpoint may have begun before; the one after it has not. */
    private static void awaitCheckpointBegunAfterNow(
            StateDirectory directory, CompletableFuture<Void> life) throws IOException {
        for (int i = 0; i < 2; i++) {
            Optional<Path> before = directory.newestCheckpoint();
            await().atMost(PATIENCE)
                    .until(() -> life.isDone() || !directory.newestCheckpoint().equals(before));
        }
    }

    private Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(JobOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        configuration.set(JobOptions.MODELS_DIRECTORY, path.resolve("models").toString());
        configuration.set(JobOptions.MODELS, List.of("tiny"));
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(CoreOptions.TMP_DIRS, path.resolve("tmp").toString());
        return configuration;
    }

    private void post(String id) {
        assertThat(run("post", "--id=" + id, "--text=hello world").exitCode()).isZero();
    }

    private List<String> updates() {
        return run("tail", "index-updates", "--until-end").out();
    }

    private CommandLineRun run(String... command) {
        String[] arguments = new String[command.length + 1];
        System.arraycopy(command, 0, arguments, 0, command.length);
        arguments[command.length] = "--brokers=" + broker.bootstrapServers();
        return CommandLineRun.of(arguments);
    }
}
