package io.nearline.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.backfill.range.RangeResolver;
import io.nearline.operations.local.LocalFlink;
import io.nearline.pipeline.config.OffsetRanges;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ServingState;
import io.nearline.testmodels.TinyModel;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands about backfills against a real broker. Each test has topics of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class BackfillCommandsBrokerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static Path bundle;

    private String prefix;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = LocalBroker.start(directory.resolve("broker"));
        bundle = directory.resolve("models/tiny");
        CommandLineRun.of(
                "model",
                "package",
                TinyModel.BERT.writeTo(directory.resolve("tiny")).toString(),
                "--out=" + bundle,
                "--max-tokens=16");
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) {
        prefix = test.getTestMethod().orElseThrow().getName();
        List<String> create = new ArrayList<>(List.of("topics", "create", "--partitions=2"));
        create.addAll(topicNames());
        assertThat(onBroker(create).exitCode()).isZero();
    }

    @Test
    void aPlanCountsPostsAndNotRecords() throws IOException {
        publish(
                "{\"id\":\"1\",\"text\":\"hello world\"}",
                "{\"id\":\"1\",\"text\":\"hello again\",\"revision\":2}",
                "{\"id\":\"2\",\"text\":\"hello\"}",
                "{\"id\":\"3\",\"text\":\"hello\"}",
                "{\"id\":\"3\",\"kind\":\"DELETE\",\"revision\":2}");

        JsonNode plan = JSON.readTree(backfill("plan", "--json", "--trial=0").out().get(0));

        assertThat(plan.get("records").asLong()).isEqualTo(5);
        assertThat(plan.get("certainty").asText()).isEqualTo("counted");
        assertThat(plan.get("posts").asLong()).isEqualTo(3);
        assertThat(plan.get("to_embed").asLong()).isEqualTo(2);
        assertThat(plan.get("tokens").asLong()).isPositive();
        assertThat(plan.get("hours").asDouble()).isPositive();
        assertThat(plan.get("output_bytes").asLong()).isPositive();
        assertThat(plan.at("/live/updates_per_second").asDouble()).isZero();
    }

    @Test
    void aPlanForPeopleSaysWhereItsSpeedComesFrom() throws IOException {
        publishPosts(3);

        CommandLineRun plan = backfill("plan", "--posts-per-second=0.5");

        assertThat(plan.exitCode()).as(plan.err().toString()).isZero();
        assertThat(plan.out())
                .anyMatch(line -> line.startsWith("speed") && line.contains("as given"))
                .anyMatch(line -> line.startsWith("time") && line.contains("6 s"))
                .anyMatch(line -> line.startsWith("records") && line.contains("all read"));
    }

    @Test
    void anEmptyRangeIsNothingToDo() throws IOException {
        serve();
        publishPosts(2);

        for (String command : new String[] {"plan", "submit"}) {
            CommandLineRun run = backfill(command, "--from-time=2100-01-01T00:00:00Z");

            assertThat(run.exitCode()).as(run.err().toString()).isZero();
            assertThat(run.out()).singleElement().asString().contains("nothing to do");
        }
        assertThat(updates()).isEmpty();
        assertThat(backfillOnTopics("status").out())
                .containsExactly("no backfill was ever started here");
    }

    @Test
    void aModelThatIsNotServedIsRefusedBeforeAnythingIsRead() throws IOException {
        publishPosts(2);

        CommandLineRun run = backfill("submit", "--id=early");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("rollout stage");
        assertThat(directory.resolve("backfills/early")).doesNotExist();
    }

    @Test
    void aBackfillInThisProcessRunsToItsEndAndSaysSo() throws IOException {
        serve();
        publishPosts(20);

        CommandLineRun run = backfill("submit", "--id=whole");

        assertThat(run.exitCode()).as(run.err().toString()).isZero();
        assertThat(run.out()).singleElement().asString().contains("whole", "FINISHED", "100 %");
        assertThat(updates()).hasSize(20);
        JsonNode status = JSON.readTree(backfillOnTopics("status", "whole", "--json").out().get(0));
        assertThat(status.get("embedded").asLong()).isEqualTo(20);
        assertThat(status.get("share").asDouble()).isEqualTo(1);
        assertThat(status.at("/live/merge_lag").isNull()).isTrue();
    }

    @Test
    void aPlanReadsFilesByAMappingAndSaysWhatDoesNotFit() throws IOException {
        JsonNode plan =
                JSON.readTree(
                        backfill(
                                        "plan",
                                        "--json",
                                        "--trial=0",
                                        "--as-of=" + Instant.now(),
                                        "--files=" + rows(3),
                                        "--mapping=" + mapping(""))
                                .out()
                                .get(0));

        assertThat(plan.get("records").asLong()).isEqualTo(4);
        assertThat(plan.get("to_embed").asLong()).isEqualTo(3);
        assertThat(plan.get("unreadable").asLong()).isEqualTo(1);
        assertThat(plan.toString())
                .contains("revision: path v must lead to a whole number or its digits, found text");
    }

    @Test
    void aMappingThatIsWrongIsOneLineWithItsPlace() throws IOException {
        CommandLineRun plan =
                backfill(
                        "plan",
                        "--as-of=" + Instant.now(),
                        "--files=" + rows(1),
                        "--mapping=" + mapping("boddy: text\n"));

        assertThat(plan.exitCode()).isEqualTo(1);
        assertThat(plan.err()).singleElement().asString().contains(".yaml:4: boddy is not known");
        assertThat(backfill("plan", "--mapping=" + mapping("")).err())
                .singleElement()
                .asString()
                .contains("--mapping is for files: add --files");
        assertThat(backfill("plan", "--files=" + rows(1)).err())
                .singleElement()
                .asString()
                .contains("csv files are read by a mapping: add --mapping");
    }

    /** The mapping is part of the submission: the file may be gone. */
    @Test
    void aBackfillByAMappingGoesOnWhereItWas() throws IOException {
        serve();
        Path mapping = mapping("");
        CompletableFuture<CommandLineRun> first =
                CompletableFuture.supplyAsync(
                        () ->
                                backfill(
                                        "submit",
                                        "--id=mapped",
                                        "--rate=6",
                                        "--as-of=" + Instant.now(),
                                        "--files=" + rows(60),
                                        "--mapping=" + mapping));
        await().atMost(PATIENCE).until(() -> first.isDone() || embedded("mapped") > 0);
        assertThat(backfillOnTopics("pause", "mapped").exitCode()).isZero();
        assertThat(first.join().out()).singleElement().asString().contains("paused at file:");
        Files.delete(mapping);

        CommandLineRun resume = backfillOnTopics("resume", "mapped", directoryOption());

        assertThat(resume.exitCode()).as(resume.err().toString()).isZero();
        assertThat(report("mapped").getState()).isEqualTo(BackfillState.FINISHED);
        assertThat(report("mapped").getEmbedded()).isEqualTo(60);
        assertThat(report("mapped").getDeadLettered()).isEqualTo(1);
    }

    @Test
    void aPausedBackfillGoesOnWhereItWas() throws IOException {
        serve();
        publishPosts(60);
        CompletableFuture<CommandLineRun> first =
                CompletableFuture.supplyAsync(() -> backfill("submit", "--id=pausing", "--rate=6"));
        await().atMost(PATIENCE).until(() -> first.isDone() || embedded("pausing") > 0);

        CommandLineRun pause = backfillOnTopics("pause", "pausing");

        assertThat(pause.exitCode()).as(pause.err().toString()).isZero();
        assertThat(pause.out()).singleElement().asString().contains("resume pausing");
        assertThat(first.join().out()).singleElement().asString().contains("paused at file:");
        assertThat(report("pausing").getState()).isEqualTo(BackfillState.PAUSED);
        long before = updates().size();
        assertThat(before).isBetween(1L, 59L);

        CommandLineRun resume = backfillOnTopics("resume", "pausing", directoryOption());

        assertThat(resume.exitCode()).as(resume.err().toString()).isZero();
        assertThat(report("pausing").getState()).isEqualTo(BackfillState.FINISHED);
        assertThat(report("pausing").getEmbedded()).isEqualTo(60);
        // A sink that delivers at least once may repeat what it had not confirmed, and no more.
        assertThat(updates().size()).isBetween(60, 60 + 10);
    }

    @Test
    void aBackfillOnAFlinkClusterIsPausedAndGoesOnThere() throws IOException {
        serve();
        publishPosts(60);
        try (LocalFlink cluster = LocalFlink.start(clusterSettings())) {
            CommandLineRun submit =
                    backfill(
                            "submit",
                            "--id=remote",
                            "--rate=6",
                            "--target=flink",
                            "--rest=" + cluster.rest(),
                            "--jar=" + emptyJar());
            assertThat(submit.exitCode()).as(submit.err().toString()).isZero();
            await().atMost(PATIENCE).until(() -> embedded("remote") > 0);

            CommandLineRun pause = backfillOnTopics("pause", "remote");

            assertThat(pause.exitCode()).as(pause.err().toString()).isZero();
            assertThat(report("remote").getState()).isEqualTo(BackfillState.PAUSED);
            assertThat(updates()).hasSizeBetween(1, 59);

            CommandLineRun resume =
                    backfillOnTopics("resume", "remote", directoryOption(), "--jar=" + emptyJar());

            assertThat(resume.exitCode()).as(resume.err().toString()).isZero();
            await().atMost(PATIENCE)
                    .until(() -> report("remote").getState() == BackfillState.FINISHED);
            assertThat(report("remote").getEmbedded()).isEqualTo(60);
        }
    }

    @Test
    void aCancelledBackfillCannotGoOn() throws IOException {
        serve();
        publishPosts(60);
        CompletableFuture<CommandLineRun> run =
                CompletableFuture.supplyAsync(
                        () -> backfill("submit", "--id=unwanted", "--rate=2"));
        await().atMost(PATIENCE).until(() -> run.isDone() || embedded("unwanted") > 0);

        CommandLineRun second = backfill("submit", "--id=another");
        assertThat(second.err()).singleElement().asString().contains("unwanted", "is running");

        CommandLineRun cancel = backfillOnTopics("cancel", "unwanted");

        assertThat(cancel.exitCode()).as(cancel.err().toString()).isZero();
        assertThat(run.join().out()).singleElement().asString().contains("CANCELLED");
        assertThat(backfillOnTopics("resume", "unwanted", directoryOption()).err())
                .singleElement()
                .asString()
                .contains("unwanted is cancelled");
    }

    /** Keys and spelling are a contract: these files outlive the release that wrote them. */
    @Test
    void aSubmissionThatWasKeptBeforeGoesOn() throws IOException {
        serve();
        publishPosts(20);
        publish(
                BackfillReport.newBuilder(finished())
                        .setBackfillId("kept")
                        .setState(BackfillState.PAUSED)
                        .build());
        Files.createDirectories(directory.resolve("backfills/kept"));
        Files.writeString(
                directory.resolve("backfills/kept/submission.properties"),
                """
                #How backfill kept was submitted
                #Sat Nov 28 20:14:07 UTC 2026
                execution.checkpointing.interval=500ms
                nearline.backfill.as-of=%s
                nearline.backfill.bundle=%s
                nearline.backfill.guard.freshness-bound=800ms
                nearline.backfill.id=kept
                nearline.backfill.offsets=%s
                nearline.backfill.rate=500.0
                nearline.backfill.report-interval=200ms
                nearline.backfill.started-at=2026-11-28T20\\:14\\:07.123456Z
                nearline.embed.workers=1
                nearline.kafka.bootstrap-servers=%s
                nearline.topics.backfill-updates=%5$s-backfill
                nearline.topics.dead-letters=%5$s-dead
                nearline.topics.index-control=%5$s-control
                nearline.topics.index-updates=%5$s-updates
                nearline.topics.posts=%5$s-posts
                parallelism.default=1
                submission.target=embedded
                """
                        .formatted(
                                escaped(Instant.now().toString()),
                                bundle,
                                escaped(everything().toString()),
                                escaped(broker.bootstrapServers()),
                                prefix));

        CommandLineRun resume = backfillOnTopics("resume", "kept", directoryOption());

        assertThat(resume.exitCode()).as(resume.err().toString()).isZero();
        assertThat(report("kept").getState()).isEqualTo(BackfillState.FINISHED);
        assertThat(report("kept").getEmbedded()).isEqualTo(20);
    }

    private OffsetRanges everything() {
        return new RangeResolver(Cluster.at(broker.bootstrapServers()), Clock.systemUTC())
                .resolve(prefix + "-posts", RangeRequest.everything())
                .offsets();
    }

    /** As files of properties have it. */
    private static String escaped(String value) {
        return value.replace(":", "\\:");
    }

    /** Whoever cancels it does not know where it runs as long as only an earlier job reported. */
    @Test
    void aBackfillInThisProcessStopsOnceItIsSaidToBeCancelled() throws IOException {
        serve();
        publishPosts(60);
        CompletableFuture<CommandLineRun> run =
                CompletableFuture.supplyAsync(
                        () -> backfill("submit", "--id=withdrawn", "--rate=2"));
        await().atMost(PATIENCE).until(() -> run.isDone() || embedded("withdrawn") > 0);
        BackfillReport cancelled =
                BackfillReport.newBuilder(report("withdrawn"))
                        .setState(BackfillState.CANCELLED)
                        .setJobId("0".repeat(32))
                        .build();

        // Again, since a report of the job may come just after it.
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            publish(cancelled);
                            return run.isDone();
                        });

        assertThat(run.join().out()).singleElement().asString().contains("CANCELLED");
        assertThat(report("withdrawn").getState()).isEqualTo(BackfillState.CANCELLED);
        assertThat(updates()).hasSizeBetween(1, 59);
    }

    @Test
    void whatIsAskedOfTheWrongBackfillIsOneLine() throws IOException {
        publish(finished());

        assertThat(backfillOnTopics("status", "other").err())
                .singleElement()
                .asString()
                .contains("no backfill other", "[done]");
        assertThat(backfillOnTopics("pause", "done").err())
                .singleElement()
                .asString()
                .contains("done is finished, not running");
        assertThat(backfillOnTopics("cancel", "done").err())
                .singleElement()
                .asString()
                .contains("nothing to go on with");
        assertThat(backfillOnTopics("status").out())
                .singleElement()
                .asString()
                .contains("done", "FINISHED");
    }

    @Test
    void aClusterThatDoesNotAnswerIsOneLine() throws IOException {
        publish(
                BackfillReport.newBuilder(finished())
                        .setBackfillId("lost")
                        .setState(BackfillState.RUNNING)
                        .setRestUrl("http://127.0.0.1:1")
                        .build());

        assertThat(backfillOnTopics("pause", "lost").err())
                .singleElement()
                .asString()
                .contains("http://127.0.0.1:1", "no Flink cluster answers there");
    }

    @Test
    void aTargetWithoutItsPlaceIsOneLine() {
        assertThat(backfill("submit", "--target=flink").err())
                .singleElement()
                .asString()
                .contains("--target flink needs --rest");
    }

    private static Configuration clusterSettings() {
        Configuration settings = new Configuration();
        settings.set(
                CheckpointingOptions.SAVEPOINT_DIRECTORY,
                directory.resolve("savepoints").toUri().toString());
        return settings;
    }

    /** The cluster is in this JVM, so it has the job's classes without a jar. */
    private static Path emptyJar() throws IOException {
        Path jar = directory.resolve("empty.jar");
        try (JarOutputStream written =
                new JarOutputStream(Files.newOutputStream(jar), new Manifest())) {
            written.finish();
        }
        return jar;
    }

    private long embedded(String id) {
        try (ControlTopic control = control()) {
            return control.read().backfill(id).map(BackfillReport::getEmbedded).orElse(0L);
        }
    }

    private BackfillReport report(String id) {
        try (ControlTopic control = control()) {
            return control.read().backfill(id).orElseThrow();
        }
    }

    private void publish(BackfillReport report) {
        try (ControlTopic control = control()) {
            control.publish(report);
        }
    }

    /** As the live job would say. */
    private void serve() {
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

    private ControlTopic control() {
        return ControlTopic.open(Cluster.at(broker.bootstrapServers()), prefix + "-control");
    }

    private static BackfillReport finished() {
        return BackfillReport.newBuilder()
                .setBackfillId("done")
                .setModelName("tiny")
                .setModelDigest("0".repeat(64))
                .setState(BackfillState.FINISHED)
                .setSource("posts 0:0-2")
                .setAsOf(Instant.now())
                .setJobId("0".repeat(32))
                .setStartedAt(Instant.now())
                .setUpdatedAt(Instant.now())
                .build();
    }

    private void publishPosts(int count) throws IOException {
        publish(
                IntStream.range(0, count)
                        .mapToObj(i -> "{\"id\":\"" + i + "\",\"text\":\"hello world\"}")
                        .toArray(String[]::new));
    }

    /** A CSV file of so many posts and a row that is none. */
    private Path rows(int count) {
        String rows =
                IntStream.range(0, count)
                        .mapToObj("%d,1,\"hello,\nworld\"\n"::formatted)
                        .collect(Collectors.joining("", "id,v,text\n", "x,none,hello\n"));
        try {
            return Files.writeString(directory.resolve(prefix + ".csv"), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path mapping(String more) throws IOException {
        return Files.writeString(
                directory.resolve(prefix + ".yaml"), "id: id\nrevision: v\nbody: text\n" + more);
    }

    private void publish(String... lines) throws IOException {
        Path file = directory.resolve(prefix + ".jsonl");
        Files.writeString(file, Arrays.stream(lines).collect(Collectors.joining("\n")));
        CommandLineRun run =
                onBroker(List.of("post", "--posts-topic=" + prefix + "-posts", "--file=" + file));
        assertThat(run.exitCode()).as(run.err().toString()).isZero();
    }

    private List<String> updates() {
        return onBroker(List.of("tail", prefix + "-backfill", "--until-end")).out();
    }

    /** A command that needs to know what to embed, and keeps what it submits. */
    private CommandLineRun backfill(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of("backfill", command, "--model=" + bundle));
        all.addAll(topicNames());
        all.addAll(List.of(arguments));
        all.addAll(
                List.of(
                        "--parallelism=1",
                        "-Dnearline.backfill.report-interval=200ms",
                        "-Dexecution.checkpointing.interval=500ms"));
        if (command.equals("submit")) {
            all.add(directoryOption());
        }
        return onBroker(all);
    }

    private CommandLineRun backfillOnTopics(String command, String... arguments) {
        List<String> all = new ArrayList<>(List.of("backfill", command));
        all.addAll(List.of(arguments));
        all.addAll(topicNames());
        return onBroker(all);
    }

    private static String directoryOption() {
        return "--directory=" + directory.resolve("backfills");
    }

    private List<String> topicNames() {
        return List.of(
                "--posts-topic=" + prefix + "-posts",
                "--index-updates-topic=" + prefix + "-updates",
                "--backfill-updates-topic=" + prefix + "-backfill",
                "--index-control-topic=" + prefix + "-control",
                "--dead-letters-topic=" + prefix + "-dead");
    }

    private static CommandLineRun onBroker(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--brokers=" + broker.bootstrapServers());
        return CommandLineRun.of(all.toArray(String[]::new));
    }
}
