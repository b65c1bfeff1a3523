package io.nearline.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.operations.local.JobCounters;
import io.nearline.operations.local.RetainedCheckpoints;
import io.nearline.operations.settings.GivenSettings;
import io.nearline.operations.settings.KafkaAccess;
import io.nearline.operations.stream.RunStream;
import io.nearline.operations.stream.RunStream.Beginning;
import io.nearline.operations.stream.RunStream.Request;
import io.nearline.operations.stream.StreamObserver;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Lives of the job of {@code nearline stream} against a real broker. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RunStreamBrokerTest {

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
        assertThat(liveUntilUpdates(1)).isEmpty();
        post("2");
        assertThat(liveUntilUpdates(2)).hasValueSatisfying(RunStreamBrokerTest::isCheckpoint);
        post("3");
        assertThat(liveUntilUpdates(3)).hasValueSatisfying(RunStreamBrokerTest::isCheckpoint);

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
        live(
                Beginning.ANEW,
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
                Beginning.ANEW,
                () -> {
                    await().atMost(PATIENCE).until(() -> updates().size() == 2);
                    // Both models were answered for by this life.
                    await().atMost(PATIENCE).until(() -> !jobs().contains(firstLife));
                });

        String status = run("rollout", "status").out().toString();
        assertThat(status).containsPattern("\\* second +ACTIVE +SERVING");
        assertThat(status).containsPattern("tiny +CANDIDATE +SERVING");
        assertThat(status).doesNotContain("later decision", "REFUSED");
    }

    private void live(Beginning beginning, Runnable meanwhile) {
        Life life = Life.begin(request(beginning));
        try {
            meanwhile.run();
        } finally {
            life.end();
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

    /** Where it began. */
    private Optional<String> liveUntilUpdates(int count) throws IOException {
        Life life = Life.begin(request(Beginning.NEWEST_CHECKPOINT));
        await().atMost(PATIENCE).until(() -> life.hasEnded() || updates().size() >= count);
        awaitCheckpointBegunAfterNow(life);
        life.end();
        return life.beganFrom;
    }

    /** One checkpoint may have begun before; the one after it has not. */
    private void awaitCheckpointBegunAfterNow(Life life) throws IOException {
        for (int i = 0; i < 2; i++) {
            Optional<Path> before = newestCheckpoint();
            await().atMost(PATIENCE)
                    .until(() -> life.hasEnded() || !newestCheckpoint().equals(before));
        }
    }

    private Optional<Path> newestCheckpoint() throws IOException {
        return RetainedCheckpoints.newestIn(path.resolve("state/checkpoints"));
    }

    private Request request(Beginning beginning) {
        return new Request(
                KafkaAccess.at(broker.bootstrapServers()),
                List.of(path.resolve("models/tiny")),
                path.resolve("state"),
                beginning,
                GivenSettings.overriding(
                        Map.of(
                                "execution.checkpointing.interval",
                                "300ms",
                                "io.tmp.dirs",
                                path.resolve("tmp").toString())));
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

    private static void isCheckpoint(String path) {
        assertThat(path).startsWith("file:").contains("/chk-");
    }

    /** One life of the job, in a thread of its own. */
    private static final class Life implements StreamObserver {

        private volatile Optional<String> beganFrom = Optional.empty();
        private volatile boolean stop;
        private CompletableFuture<Void> run;

        static Life begin(Request request) {
            Life life = new Life();
            life.run = CompletableFuture.runAsync(() -> life.run(request));
            return life;
        }

        private void run(Request request) {
            try {
                new RunStream(this).run(request);
            } catch (Exception e) { // Any failure is the test's.
                throw new AssertionError("the job did not live", e);
            }
        }

        boolean hasEnded() {
            return run.isDone();
        }

        void end() {
            stop = true;
            run.join();
        }

        @Override
        public void begins(Optional<String> from) {
            beganFrom = from;
        }

        @Override
        public boolean isStopWanted() {
            return stop;
        }

        @Override
        public void warning(String warning) {}

        @Override
        public void running(JobCounters counters) {}

        @Override
        public void stopping() {}
    }
}
