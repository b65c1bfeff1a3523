package io.nearline.cli.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.retrieval.serve.NodeSettings;
import io.nearline.retrieval.serve.QueryNode;
import io.nearline.retrieval.serve.ServerSettings;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testkit.Letters;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.consume.ConsumerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command against a real broker, and against a real service. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WhyCommandBrokerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POST = "a/b c@d";

    @TempDir private static Path directory;
    private static LocalBroker broker;

    @BeforeAll
    static void writeWhatHappened() throws Exception {
        broker = LocalBroker.start(directory.resolve("broker"));
        try (Topics topics = Topics.of(cluster())) {
            for (TopicPlan plan : TopicPlan.values()) {
                topics.create(plan, plan.defaultName(), 2, Optional.empty());
            }
        }
        try (PostPublisher posts = new PostPublisher(cluster(), TopicPlan.POSTS.defaultName());
                TopicWriter updates =
                        new TopicWriter(cluster(), TopicPlan.INDEX_UPDATES.defaultName());
                TopicWriter letters =
                        new TopicWriter(cluster(), TopicPlan.DEAD_LETTERS.defaultName())) {
            for (String id : List.of("other", POST)) {
                posts.publish(Letters.post(id, 1));
                posts.publish(Letters.post(id, 2));
                IndexUpdate update = Updates.upsert(id, 1, "mini");
                updates.write(Updates.key(update), Updates.value(update));
            }
            posts.flush();
            IndexUpdate delete = Updates.delete(POST, 2, "maxi");
            updates.write(Updates.key(delete), Updates.value(delete));
            letters.write(
                    POST.getBytes(UTF_8),
                    AvroCodec.of(DeadLetter.class).encode(Letters.timedOut(POST, 2, 1).build()));
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void readsFromTheTopicsWhatHappenedToAPost() throws Exception {
        CommandLineRun table = why(POST);
        JsonNode json = JSON.readTree(String.join("", why(POST, "--json").out()));

        assertThat(table.exitCode()).as("%s", table.err()).isZero();
        assertThat(table.out().get(0))
                .isEqualTo(
                        POST + ": revision 2 is the newest, and not what was published under mini");
        assertThat(table.out())
                .anyMatch(line -> line.startsWith("maxi") && line.contains("deleted"))
                .anyMatch(line -> line.startsWith("mini") && line.contains("embedded"))
                .anyMatch(line -> line.contains("EmbeddingTimedOut"))
                .noneMatch(line -> line.contains("diary"));
        assertThat(json.at("/newestRevision").longValue()).isEqualTo(2);
        assertThat(json.at("/outcomes")).hasSize(2);
        assertThat(json.at("/deadLetters/letters/0/revision").longValue()).isEqualTo(2);
    }

    @Test
    void saysWhatIsNotKnown() {
        CommandLineRun run = why("nobody");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("older than the topics keep");
    }

    @Test
    void asksARunningService() throws Exception {
        try (QueryNode node =
                QueryNode.start(
                        new NodeSettings(
                                cluster(),
                                ConsumerOptions.defaults(),
                                TopicPlan.POSTS.defaultName(),
                                directory.resolve("index"),
                                Tier.FLOAT32,
                                List.of(),
                                1,
                                ServerSettings.defaults().at("127.0.0.1", 0)))) {
            String url = node.address().toString();
            JsonNode json =
                    await().atMost(Duration.ofMinutes(1))
                            .until(
                                    () -> askedFor(url),
                                    told ->
                                            told.at("/outcomes/1/appliedAt").isTextual()
                                                    && told.at("/deadLetters/problem").isNull());
            CommandLineRun unknown = CommandLineRun.of("why", "nobody", "--url", url);

            assertThat(json.has("text")).isFalse();
            assertThat(json.at("/outcomes/1/revision").longValue()).isEqualTo(1);
            assertThat(json.at("/deadLetters/letters")).hasSize(1);
            assertThat(unknown.exitCode()).isEqualTo(1);
            assertThat(unknown.err()).singleElement().asString().contains("Nothing is known");
        }
    }

    @Test
    void saysWhenNobodyAnswers() {
        CommandLineRun run = CommandLineRun.of("why", POST, "--url", "http://127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("no query service answers");
    }

    private static JsonNode askedFor(String url) throws Exception {
        CommandLineRun run = CommandLineRun.of("why", POST, "--json", "--url", url);
        return run.exitCode() == 0
                ? JSON.readTree(String.join("", run.out()))
                : JSON.createObjectNode();
    }

    private static CommandLineRun why(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "why";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--brokers";
        all[arguments.length + 2] = broker.bootstrapServers();
        return CommandLineRun.of(all);
    }

    private static Cluster cluster() {
        return Cluster.at(broker.bootstrapServers());
    }
}
