package io.nearline.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a real broker. Each test has topics of its own. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TopicCommandsBrokerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path directory;
    private static LocalBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = LocalBroker.start(directory.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void creatingTopicsAgainLeavesThemAsTheyAre() {
        assertThat(createTopics("again").out())
                .containsExactly(
                        "again-posts: created, partitions: 2",
                        "again-updates: created, partitions: 2",
                        "again-backfill: created, partitions: 2",
                        "again-control: created, partitions: 1",
                        "again-dead: created, partitions: 2");

        CommandLineRun second = createTopics("again");

        assertThat(second.exitCode()).isZero();
        assertThat(second.out())
                .containsExactly(
                        "again-posts: is there",
                        "again-updates: is there",
                        "again-backfill: is there",
                        "again-control: is there",
                        "again-dead: is there");
    }

    @Test
    void anotherNumberOfPartitionsIsToldAndLeft() {
        createTopics("two");

        CommandLineRun run = run("topics", "create", "--partitions=3", "--posts-topic=two-posts");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().get(0))
                .isEqualTo(
                        "two-posts: is there, with 2 partitions, not 3; they are left as they are");
    }

    @Test
    void aTopicWithOtherSettingsIsToldAndSetRightOnRequest() {
        run(
                "topics",
                "create",
                "--posts-topic=mixed-up",
                "--index-updates-topic=b",
                "--dead-letters-topic=c");
        String[] exchanged = {
            "topics",
            "create",
            "--posts-topic=b",
            "--index-updates-topic=mixed-up",
            "--dead-letters-topic=c"
        };

        CommandLineRun told = run(exchanged);
        assertThat(told.exitCode()).isEqualTo(1);
        assertThat(told.out().get(1))
                .contains("cleanup.policy is delete, planned is compact")
                .contains("--apply-settings");

        List<String> applying = new ArrayList<>(Arrays.asList(exchanged));
        applying.add("--apply-settings");
        assertThat(run(applying.toArray(String[]::new)).exitCode()).isZero();
        assertThat(run(exchanged).exitCode()).isZero();
    }

    @Test
    void aPublishedPostComesBackFromTail() throws Exception {
        createTopics("round");
        run(
                "post",
                "--posts-topic=round-posts",
                "--id=42",
                "--text=Grüße 👋",
                "--revision=7",
                "--attribute=topic=greetings");
        run("post", "--posts-topic=round-posts", "--id=42", "--delete", "--revision=8");

        List<JsonNode> posts = tail("round-posts");

        assertThat(posts).hasSize(2);
        assertThat(posts.get(0).at("/PostEvent/body").textValue()).isEqualTo("Grüße 👋");
        assertThat(posts.get(0).at("/PostEvent/attributes/topic").textValue())
                .isEqualTo("greetings");
        assertThat(posts.get(1).at("/PostEvent/kind").textValue()).isEqualTo("DELETE");
    }

    @Test
    void aFileIsPublishedUpToItsFirstInvalidLine() throws Exception {
        createTopics("file");
        Path file = directory.resolve("posts.jsonl");
        Files.writeString(file, "{\"id\":\"1\",\"text\":\"a\"}\n\n{\"text\":\"no id\"}\n");

        CommandLineRun run = run("post", "--posts-topic=file-posts", "--file=" + file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("line 3", "field 'id' is missing", "the 1 posts before it");
        assertThat(tail("file-posts")).hasSize(1);
    }

    @Test
    void recordsOfAnotherShapeArePublishedByAMapping() throws Exception {
        createTopics("mapped");
        Path mapping = directory.resolve("mapping.yaml");
        Files.writeString(
                mapping,
                """
                id: uuid
                revision: version
                kind: {path: op, create: c, delete: d}
                event_time: {path: at, unit: epoch-seconds}
                body: [head, text.plain]
                author: user.id
                hashtags: {in: text.plain, pattern: '#(\\w+)'}
                attributes: {country: user.country}
                """);
        Path file = directory.resolve("records.jsonl");
        Files.writeString(
                file,
                """
                {"uuid":"a","version":1,"op":"c","at":1772366400,"head":"Rain",
                """
                                .strip()
                        + """
                        "text":{"plain":"all #week"},"user":{"id":5,"country":"BR"}}
                        {"uuid":"a","version":2,"op":"d","at":1772366401}
                        {"uuid":"b","version":"secret","op":"c"}
                        """);

        CommandLineRun run =
                run("post", "--posts-topic=mapped-posts", "--file=" + file, "--mapping=" + mapping);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("records.jsonl: line 3", "revision: path version must lead to")
                .endsWith("the 2 posts before it were published")
                .doesNotContain("secret");
        List<JsonNode> posts = tail("mapped-posts");
        assertThat(posts).hasSize(2);
        JsonNode created = posts.get(0).path("PostEvent");
        assertThat(posts.get(0).path("key").asText()).isEqualTo("a");
        assertThat(created.path("kind").asText()).isEqualTo("CREATE");
        assertThat(created.path("body").asText()).isEqualTo("Rain\n\nall #week");
        assertThat(created.path("author").asText()).isEqualTo("5");
        assertThat(created.path("hashtags").get(0).asText()).isEqualTo("week");
        assertThat(created.path("attributes").path("country").asText()).isEqualTo("BR");
        JsonNode deleted = posts.get(1).path("PostEvent");
        assertThat(deleted.path("kind").asText()).isEqualTo("DELETE");
        assertThat(deleted.path("revision").asLong()).isEqualTo(2);
    }

    @Test
    void aFileThatWasCutIsPublishedUpToTheCut() throws Exception {
        createTopics("cut");
        Path file = directory.resolve("cut.jsonl.gz");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            for (int n = 0; n < 400; n++) {
                String line = "{\"id\":\"%d\",\"text\":\"%x\"}%n".formatted(n, n * 7919L);
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.write(file, Arrays.copyOf(zipped.toByteArray(), zipped.size() * 2 / 3));

        CommandLineRun run = run("post", "--posts-topic=cut-posts", "--file=" + file);

        int published = tail("cut-posts").size();
        assertThat(published).isBetween(100, 399);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains(file + ": line " + (published + 1) + ", near byte ")
                .contains("the gzip file is cut or damaged here")
                .endsWith("the " + published + " posts before it were published");
    }

    @Test
    void whatTheJobWouldRefuseIsNotPublished() throws Exception {
        createTopics("refused");
        for (String time : new String[] {"1965-06-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"}) {
            Path file = directory.resolve("times.jsonl");
            Files.writeString(
                    file,
                    """
                    {"id":"before","text":"a"}
                    {"id":"refused","text":"b","created_at":"%s"}
                    """
                            .formatted(time));

            CommandLineRun run = run("post", "--posts-topic=refused-posts", "--file=" + file);

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .singleElement()
                    .asString()
                    .contains("times.jsonl: line 2, near byte 27: field 'created_at'")
                    .endsWith("the 1 posts before it were published");
        }
        CommandLineRun negative =
                run("post", "--posts-topic=refused-posts", "--id=1", "--text=a", "--revision=-1");
        assertThat(negative.exitCode()).isEqualTo(2);
        assertThat(negative.err()).singleElement().asString().contains("revision is -1");
        CommandLineRun blank = run("post", "--posts-topic=refused-posts", "--id= ", "--text=a");
        assertThat(blank.exitCode()).isEqualTo(2);
        assertThat(blank.err()).singleElement().asString().contains("postId is blank");
        assertThat(tail("refused-posts")).hasSize(2);
    }

    @Test
    void aFileInUtf16IsRefusedBeforeItsFirstLineIsPublished() throws Exception {
        createTopics("wide");
        Path file = directory.resolve("wide.jsonl");
        Files.writeString(file, "{\"id\":\"1\"}\n{\"id\":\"2\"}\n", StandardCharsets.UTF_16);

        CommandLineRun run = run("post", "--posts-topic=wide-posts", "--file=" + file);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("line 1, near byte 0: the text is UTF-16", "iconv");
        assertThat(tail("wide-posts")).isEmpty();
    }

    @Test
    void aPostOfFiveMegabytesIsTaken() throws Exception {
        createTopics("large");
        Path file = directory.resolve("large.jsonl");
        Files.writeString(file, "{\"id\":\"1\",\"text\":\"" + "x".repeat(5_000_000) + "\"}\n");

        CommandLineRun run = run("post", "--posts-topic=large-posts", "--file=" + file);

        assertThat(run.exitCode()).as(run.err().toString()).isZero();
    }

    @Test
    void tailEndsAfterTheCountAsked() {
        createTopics("max");
        for (String id : new String[] {"1", "2", "3"}) {
            run("post", "--posts-topic=max-posts", "--id=" + id, "--text=a");
        }

        CommandLineRun run = run("tail", "max-posts", "--from-beginning", "--max=2");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).hasSize(2);
    }

    @Test
    void aTopicThatIsNotThereIsOneLineThatSaysHowToMakeIt() {
        CommandLineRun run = run("tail", "nothing", "--until-end");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("nothing", "topics create");
    }

    @Test
    void aBrokerStartedAgainInItsDirectoryHasItsRecords() throws Exception {
        Path ownDirectory = directory.resolve("restarted");
        try (LocalBroker first = LocalBroker.start(ownDirectory)) {
            CommandLineRun.of("topics", "create", "--brokers=" + first.bootstrapServers());
            CommandLineRun.of(
                    "post", "--brokers=" + first.bootstrapServers(), "--id=1", "--text=kept");
        }
        try (LocalBroker second = LocalBroker.start(ownDirectory)) {
            CommandLineRun run =
                    CommandLineRun.of(
                            "tail",
                            "posts",
                            "--until-end",
                            "--brokers=" + second.bootstrapServers());
            assertThat(run.out()).singleElement().asString().contains("kept");
        }
    }

    private static CommandLineRun createTopics(String prefix) {
        return run(
                "topics",
                "create",
                "--partitions=2",
                "--posts-topic=" + prefix + "-posts",
                "--index-updates-topic=" + prefix + "-updates",
                "--backfill-updates-topic=" + prefix + "-backfill",
                "--index-control-topic=" + prefix + "-control",
                "--dead-letters-topic=" + prefix + "-dead");
    }

    private static List<JsonNode> tail(String topic) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : run("tail", topic, "--until-end").out()) {
            records.add(JSON.readTree(line));
        }
        return records;
    }

    private static CommandLineRun run(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--brokers=" + broker.bootstrapServers());
        return CommandLineRun.of(all.toArray(String[]::new));
    }
}
