package io.nearline.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ServingState;
import io.nearline.testmodels.TinyModel;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backfills on Kubernetes, against a real broker and a script that stands in for kubectl. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BackfillOnKubernetesBrokerTest {

    private static final String SAVEPOINT = "s3://bucket/nearline/savepoints/savepoint-1";

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static Path bundle;

    @TempDir private Path bin;
    private String controlTopic;

    @BeforeAll
    static void publishAPost() throws IOException {
        broker = LocalBroker.start(directory.resolve("broker"));
        String brokers = "--brokers=" + broker.bootstrapServers();
        bundle = directory.resolve("models/tiny");
        CommandLineRun.of(
                "model",
                "package",
                TinyModel.BERT.writeTo(directory.resolve("tiny")).toString(),
                "--out=" + bundle,
                "--max-tokens=16");
        CommandLineRun.of("topics", "create", "--partitions=2", brokers);
        CommandLineRun.of("post", "--id=1", "--text=hello world", brokers);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void serveAModel(TestInfo test) {
        controlTopic = test.getTestMethod().orElseThrow().getName();
        run("topics", "create", "--partitions=2");
        try (ControlTopic control = control()) {
            control.publish(
                    ModelServing.newBuilder()
                            .setModelName("tiny")
                            .setModelDigest(ModelBundle.open(bundle).id().digest())
                            .setState(ServingState.SERVING)
                            .setJobId("live")
                            .setSince(Instant.now())
                            .build());
        }
    }

    @Test
    void theManifestIsPrinted() throws IOException {
        assertThat(submit("printed").out())
                .contains("kind: FlinkDeployment", "  name: backfill-printed")
                .anyMatch(line -> line.contains("nearline.backfill.offsets: \""))
                .anyMatch(line -> line.contains("\"s3://bucket/nearline/savepoints\""))
                .anyMatch(line -> line.contains("\"/opt/nearline/models/tiny\""));
    }

    @Test
    void theManifestIsAppliedInsteadOfPrinted() throws IOException, InterruptedException {
        standIn("cat > manifest", "echo \"$@\" > arguments", "echo backfill-applied created");

        CommandLineRun run = withStandIn(submission("applied", "--apply"));

        assertThat(run.exitCode()).as(run.err().toString()).isZero();
        assertThat(run.out()).containsExactly("backfill-applied created");
        assertThat(bin.resolve("arguments")).hasContent("apply -f -");
        assertThat(bin.resolve("manifest"))
                .content()
                .contains("  name: backfill-applied\n")
                .doesNotContain("initialSavepointPath");
    }

    @Test
    void aRefusedManifestIsOneLineAndCanBeSubmittedAgain()
            throws IOException, InterruptedException {
        standIn("cat > manifest", "echo 'error: no server' >&2", "exit 1");

        CommandLineRun run = withStandIn(submission("refused", "--apply"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("error: no server", "kubectl config current-context");
        assertThat(submit("refused").exitCode()).isZero();
    }

    @Test
    void aMissingKubectlIsOneLine() throws IOException, InterruptedException {
        CommandLineRun run = withStandIn(submission("nowhere", "--apply"));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("no kubectl on the PATH");
    }

    @Test
    void aPausedBackfillIsAppliedAgainFromItsSavepoint() throws IOException, InterruptedException {
        submit("paused");
        publish(report("paused").setState(BackfillState.PAUSED).setSavepoint(SAVEPOINT).build());
        standIn("cat > manifest", "echo backfill-paused configured");

        CommandLineRun run = withStandIn("backfill", "resume", "paused", "--apply", submissions());

        assertThat(run.exitCode()).as(run.err().toString()).isZero();
        assertThat(bin.resolve("manifest"))
                .content()
                .contains("  name: backfill-paused\n")
                .contains("    initialSavepointPath: \"" + SAVEPOINT + "\"\n")
                .containsPattern("    savepointRedeployNonce: \\d{10} ");
    }

    @Test
    void aBackfillThatHasFallenSilentGoesOnFromTheCheckpointThatIsNamed() throws IOException {
        submit("silent");
        publish(report("silent").setUpdatedAt(Instant.now().minus(Duration.ofHours(1))).build());
        String checkpoint = "s3://bucket/nearline/checkpoints/job/chk-7";

        CommandLineRun run =
                run("backfill", "resume", "silent", "--from=" + checkpoint, submissions());

        assertThat(run.exitCode()).as(run.err().toString()).isZero();
        assertThat(run.out()).contains("    initialSavepointPath: \"" + checkpoint + "\"");
    }

    @Test
    void aBackfillThatReportedJustNowIsNotStartedASecondTime() throws IOException {
        submit("alive");
        publish(report("alive").build());

        CommandLineRun run =
                run("backfill", "resume", "alive", "--from=s3://somewhere", submissions());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("backfill alive is running");
    }

    /** A script that runs these lines in its directory. */
    private void standIn(String... lines) throws IOException {
        Path script = bin.resolve("kubectl");
        Files.writeString(
                script,
                "#!/bin/sh\nPATH=/usr/bin:/bin\ncd '%s'\n%s\n"
                        .formatted(bin, String.join("\n", lines)));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** Runs a command in a process that finds the script on its PATH, and nothing else. */
    private CommandLineRun withStandIn(String... arguments)
            throws IOException, InterruptedException {
        return CommandLineRun.ofProcess(Map.of("PATH", bin.toString()), onTopics(arguments));
    }

    private CommandLineRun submit(String id) {
        return run(submission(id));
    }

    private static String[] submission(String id, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "backfill",
                                "submit",
                                "--id=" + id,
                                "--model=" + bundle,
                                "--target=kubernetes",
                                "--image=registry/nearline:1",
                                "--state=s3://bucket/nearline",
                                submissions()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static String submissions() {
        return "--directory=" + directory.resolve("backfills");
    }

    /** As a job on Kubernetes reports: it does not know its REST endpoint. */
    private static BackfillReport.Builder report(String id) {
        return BackfillReport.newBuilder()
                .setBackfillId(id)
                .setModelName("tiny")
                .setModelDigest(ModelBundle.open(bundle).id().digest())
                .setState(BackfillState.RUNNING)
                .setSource("posts 0:0-1")
                .setAsOf(Instant.now())
                .setJobId("0".repeat(32))
                .setStartedAt(Instant.now())
                .setUpdatedAt(Instant.now());
    }

    private void publish(BackfillReport report) {
        try (ControlTopic control = control()) {
            control.publish(report);
        }
    }

    private ControlTopic control() {
        return ControlTopic.open(Cluster.at(broker.bootstrapServers()), controlTopic);
    }

    private CommandLineRun run(String... arguments) {
        return CommandLineRun.of(onTopics(arguments));
    }

    private String[] onTopics(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--brokers=" + broker.bootstrapServers());
        all.add("--index-control-topic=" + controlTopic);
        return all.toArray(String[]::new);
    }
}
