package io.nearline.cli.deadletters;

import static io.nearline.testkit.Letters.NOON;
import static io.nearline.testkit.Letters.header;
import static io.nearline.testkit.Letters.timedOut;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicReader.StartAt;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands against a real broker. Each test has topics of its own. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DeadLettersCommandBrokerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "a secret diary";

    @TempDir private static Path directory;
    private static LocalBroker broker;

    private String posts;
    private String letters;

    @BeforeAll
    static void startBroker() {
        broker = LocalBroker.start(directory.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopics(TestInfo test) {
        String name = test.getTestMethod().orElseThrow().getName();
        posts = name + "-posts";
        letters = name + "-dead";
        try (Topics topics = Topics.of(cluster())) {
            topics.create(TopicPlan.POSTS, posts, 1, Optional.empty());
            topics.create(TopicPlan.DEAD_LETTERS, letters, 1, Optional.empty());
        }
    }

    @Test
    void listsWhatFitsByTimeAndNeverWhatPostsSay() {
        write(timedOut("late", 1, 1).setFailedAt(NOON.plusSeconds(60)));
        write(timedOut("early", 1, 2));
        write(timedOut("other", 1, 3).setStage(DeadLetterStage.DECODE));

        CommandLineRun run = run("list", "--stage=embed");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).hasSize(3);
        assertThat(run.out().get(1)).startsWith("0:1 ").endsWith(" early");
        assertThat(run.out().get(2)).startsWith("0:0 ").endsWith(" late");
        assertThat(run.out()).noneMatch(line -> line.contains(SECRET));
    }

    @Test
    void theListEndsWithTheNewestAndSaysThatThereAreMore() {
        for (int i = 0; i < 5; i++) {
            write(timedOut("p" + i, 1, i).setFailedAt(NOON.plusSeconds(i)));
        }

        CommandLineRun run = run("list", "--limit=2");

        assertThat(run.out()).hasSize(3);
        assertThat(run.out().get(2)).endsWith(" p4");
        assertThat(run.err()).containsExactly("the newest 2 of 5; --limit shows more");
    }

    @Test
    void anEmptyTopicIsSaidToBeEmpty() {
        CommandLineRun run = run("list");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).containsExactly("there is no dead letter");
    }

    @Test
    void aKeyFromAProducerCannotDrawOnTheTerminal() {
        write(timedOut("bell\u0007\u001B[2Jnew\nline", 1, 1));

        assertThat(run("list").out()).hasSize(2).noneMatch(line -> line.contains("\u001B"));
    }

    @Test
    void showHidesWhatThePostSaysUntilAskedFor() throws IOException {
        write(timedOut("p", 7, 1).setHeaders(List.of(header("trace", SECRET))));

        String hidden = String.join("\n", run("show", "0:0").out());
        String shown = String.join("\n", run("show", "0:0", "--text").out());

        assertThat(hidden).doesNotContain(SECRET).doesNotContain("gloomy");
        assertThat(JSON.readTree(hidden).at("/post/revision").longValue()).isEqualTo(7);
        assertThat(JSON.readTree(hidden).at("/post/bodyCharacters").intValue())
                .isEqualTo(SECRET.length());
        assertThat(JSON.readTree(shown).at("/post/body").textValue()).isEqualTo(SECRET);
    }

    @Test
    void aPlaceWithoutALetterIsOneLine() {
        for (String place : List.of("0:5", "9:0")) {
            CommandLineRun run = run("show", place);

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).singleElement().asString().contains(place, letters);
        }
    }

    @Test
    void statsCountByStageReasonAndModel() throws IOException {
        write(timedOut("p", 1, 1));
        write(timedOut("p", 1, 1).setModelName("maxi"));
        write(timedOut("q", 1, 2).setFailedAt(NOON.plusSeconds(9)));

        JsonNode stats = JSON.readTree(run("stats", "--json").out().get(0));

        assertThat(stats.get("letters").longValue()).isEqualTo(3);
        assertThat(stats.get("records").longValue()).isEqualTo(2);
        assertThat(stats.at("/groups/1/model").textValue()).isEqualTo("mini");
        assertThat(stats.at("/groups/1/letters").longValue()).isEqualTo(2);
        assertThat(stats.at("/groups/1/last").textValue()).isEqualTo("2026-03-01T12:00:09Z");
    }

    @Test
    void replaysTheSameBytesUnderTheSameKeyAsAReplayOfTheNextAttempt() {
        DeadLetter letter =
                write(
                        timedOut("p", 7, 1)
                                .setTopic(posts)
                                .setAttempt(3)
                                .setHeaders(
                                        List.of(
                                                header("trace", "t-1"),
                                                header("nearline-origin", "replay"),
                                                header("nearline-attempt", "2"),
                                                header("nearline-model", "maxi"))));

        CommandLineRun run = run("replay", "--at=0:0");

        assertThat(run.err()).containsExactly("replayed 1 records");
        ConsumerRecord<byte[], byte[]> replayed = records().get(0);
        assertThat(replayed.key()).isEqualTo("p".getBytes(StandardCharsets.UTF_8));
        assertThat(replayed.value()).isEqualTo(letter.getValue().array());
        assertThat(headers(replayed))
                .containsExactly(
                        "trace=t-1",
                        "nearline-origin=replay",
                        "nearline-attempt=3",
                        "nearline-model=mini");
    }

    @Test
    void oneRecordIsReplayedOnceAndWhatIsLeftOutIsSaid() {
        write(timedOut("p", 1, 1).setTopic(posts));
        write(timedOut("p", 1, 1).setTopic(posts));
        write(timedOut("q", 1, 2).setTopic(posts).setRetryable(false));

        CommandLineRun run = run("replay", "--all");

        assertThat(run.err())
                .containsExactly(
                        "replayed 1 records",
                        "left out 1 letters: of a record and model that were replayed for another"
                                + " letter",
                        "left out 1 letters: not retryable (--include-permanent replays them too)");
        assertThat(records()).hasSize(1);
    }

    @Test
    void aDryRunPublishesNothing() {
        write(timedOut("p", 1, 1).setTopic(posts));

        CommandLineRun run = run("replay", "--all", "--dry-run");

        assertThat(run.out()).hasSize(2);
        assertThat(run.err()).containsExactly("would replay 1 records");
        assertThat(records()).isEmpty();
    }

    @Test
    void withoutAChoiceNothingIsReplayed() {
        write(timedOut("p", 1, 1).setTopic(posts));

        CommandLineRun run = run("replay");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("--all", "--since");
        assertThat(records()).isEmpty();
    }

    @Test
    void aTimeThatIsNoneIsSaidWithAnExample() {
        CommandLineRun run = run("list", "--since=yesterday");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("--since", "yesterday", "2h");
    }

    @Test
    void recordsThatAreNoLettersAreCounted() {
        try (TopicWriter writer = new TopicWriter(cluster(), letters)) {
            writer.write(null, new byte[] {1, 2, 3});
        }

        assertThat(run("stats").err())
                .containsExactly(
                        "nearline: warning: passed over 1 records of "
                                + letters
                                + " that are no dead letters");
    }

    private DeadLetter write(DeadLetter.Builder letter) {
        DeadLetter built = letter.build();
        try (TopicWriter writer = new TopicWriter(cluster(), letters)) {
            writer.write(built.getKey().array(), AvroCodec.of(DeadLetter.class).encode(built));
        }
        return built;
    }

    private List<ConsumerRecord<byte[], byte[]>> records() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (TopicReader reader = TopicReader.open(cluster(), posts, StartAt.BEGINNING)) {
            reader.readToEnd(records::add);
        }
        return records;
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> replayed) {
        List<String> headers = new ArrayList<>();
        for (Header header : replayed.headers()) {
            headers.add(header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8));
        }
        return headers;
    }

    private CommandLineRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        all.addAll(Arrays.asList(arguments));
        all.add("--brokers=" + broker.bootstrapServers());
        all.add("--dead-letters-topic=" + letters);
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    private static Cluster cluster() {
        return Cluster.at(broker.bootstrapServers());
    }
}
