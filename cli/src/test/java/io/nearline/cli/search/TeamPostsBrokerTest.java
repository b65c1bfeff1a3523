package io.nearline.cli.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.cli.TeamAvro;
import io.nearline.operators.decode.PostContract;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.ServingState;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.Letters;
import io.nearline.testkit.PaperRegistry;
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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} and {@code why} of posts in the team's own format, from a real broker. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TeamPostsBrokerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static Path mapping;

    @BeforeAll
    static void writeWhatHappened() throws Exception {
        broker = LocalBroker.start(directory.resolve("broker"));
        mapping =
                Files.writeString(
                        directory.resolve("posts.yaml"),
                        "id: id\nrevision: v\nkind: {delete_when_true: gone}\nbody: text\n");
        try (Topics topics = Topics.of(cluster())) {
            for (TopicPlan plan : TopicPlan.values()) {
                topics.create(plan, plan.defaultName(), 2, Optional.empty());
            }
            topics.create(TopicPlan.POSTS, "articles", 2, Optional.empty());
            topics.create(TopicPlan.POSTS, "avro", 1, Optional.empty());
            topics.create(TopicPlan.POSTS, "slipped", 1, Optional.empty());
        }
        try (ControlTopic control =
                ControlTopic.open(cluster(), TopicPlan.INDEX_CONTROL.defaultName())) {
            control.publish(ControlRecords.serving("mini", ServingState.SERVING));
        }
        try (TopicWriter articles = new TopicWriter(cluster(), "articles");
                TopicWriter updates =
                        new TopicWriter(cluster(), TopicPlan.INDEX_UPDATES.defaultName());
                TopicWriter letters =
                        new TopicWriter(cluster(), TopicPlan.DEAD_LETTERS.defaultName())) {
            write(articles, "soup", "{\"id\":\"soup\",\"v\":1,\"text\":\"lentil soup\"}");
            write(articles, "soup", "{\"id\":\"soup\",\"v\":2,\"text\":\"tomato soup\"}");
            write(articles, "x", "{\"id\":\"x\",\"v\":\"secret\",\"text\":\"tomato\"}");
            write(articles, "gone", "{\"id\":\"gone\",\"v\":1,\"text\":\"tomato salad\"}");
            write(articles, "gone", "{\"id\":\"gone\",\"v\":2,\"gone\":true}");
            write(articles, "boat", "{\"id\":\"boat\",\"v\":7,\"text\":\"last boat\"}");
            articles.write("boat".getBytes(UTF_8), null);
            for (String id : List.of("soup", "gone", "boat", "rain")) {
                IndexUpdate update = Updates.upsert(id, 2, "mini");
                updates.write(Updates.key(update), Updates.value(update));
            }
            letters.write(
                    "soup".getBytes(UTF_8),
                    AvroCodec.of(DeadLetter.class)
                            .encode(
                                    Letters.timedOut("soup", 2, 1)
                                            .setTopic("articles")
                                            .setKey(ByteBuffer.wrap("author-7".getBytes(UTF_8)))
                                            .setValue(
                                                    ByteBuffer.wrap(
                                                            "{\"id\":\"soup\",\"v\":2,\"text\":\"tomato soup\"}"
                                                                    .getBytes(UTF_8)))
                                            .build()));
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aTopicOfJsonIsSearchedByWords() throws Exception {
        try (Serving serving = new Serving("json", asJson())) {
            serving.awaitFound("tomato", "soup");

            assertThat(serving.found("lentil")).isEmpty();
            serving.awaitFound("last boat", "boat");
            JsonNode soup = JSON.readTree(serving.get("v1/posts/soup"));
            assertThat(soup.at("/newestRevision").longValue()).isEqualTo(2);
            assertThat(soup.at("/text/body").asText()).isEqualTo("tomato soup");
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(serving.get("v1/posts/soup"))
                                            .contains("EmbeddingTimedOut"));
            assertThat(serving.get("metrics")).contains("nearline_query_texts_left_out_total 1.0");
        }
    }

    @Test
    void textsOfAnotherFormatAreReadAgain() throws Exception {
        try (Serving wrong = new Serving("again", List.of("--posts-topic=articles"))) {
            await().atMost(SOON)
                    .until(
                            () ->
                                    wrong.get("metrics")
                                            .contains("nearline_query_texts_left_out_total 6.0"));
            await().atMost(SOON).untilAsserted(() -> assertThat(wrong.found("tomato")).isEmpty());
        }
        try (Serving right = new Serving("again", asJson())) {
            right.awaitFound("tomato", "soup");
        }
    }

    @Test
    void postsWaitForARegistryThatDoesNotAnswer() throws Exception {
        try (TopicWriter writer = new TopicWriter(cluster(), "avro")) {
            writer.write(null, TeamAvro.record("rain", 3, "Wet!"));
        }
        try (PaperRegistry registry = TeamAvro.registry()) {
            registry.leave();
            List<String> options =
                    List.of(
                            "--posts-topic=avro",
                            "--format=confluent-avro",
                            "--mapping=" + mapping,
                            "--registry-url=" + registry.url());
            assertThat(why("rain", options).err())
                    .singleElement()
                    .asString()
                    .isEqualTo(
                            "nearline: the schema registry at %s does not answer"
                                            .formatted(registry.url())
                                    + " (ConnectException); see --registry-url");
            try (Serving serving = new Serving("avro", options)) {
                await().atMost(SOON)
                        .until(() -> serving.get("healthz").contains("the schema registry at"));
                registry.comeBack();

                serving.awaitFound("wet", "rain");
                assertThat(serving.get("metrics"))
                        .contains("nearline_query_texts_left_out_total 0.0");
                assertThat(serving.get("healthz")).doesNotContain("registry");
            }
            assertThat(why("rain", options).out().get(0)).contains("revision 3 is the newest");
        }
    }

    /** A time for a version, once: the job makes a dead letter of it and goes on. */
    @Test
    void aRevisionAboveTheHighestHidesNoLaterOne() throws Exception {
        String slip = "{\"id\":\"rain\",\"v\":1772366400000,\"text\":\"a slip\"}";
        try (TopicWriter slipped = new TopicWriter(cluster(), "slipped");
                TopicWriter letters =
                        new TopicWriter(cluster(), TopicPlan.DEAD_LETTERS.defaultName())) {
            write(slipped, "x", slip);
            write(slipped, "x", "{\"id\":\"rain\",\"v\":5,\"text\":\"drizzle\"}");
            letters.write(
                    "x".getBytes(UTF_8),
                    AvroCodec.of(DeadLetter.class)
                            .encode(
                                    Letters.timedOut("x", 1, 1)
                                            .setTopic("slipped")
                                            .setValue(ByteBuffer.wrap(slip.getBytes(UTF_8)))
                                            .build()));
        }
        List<String> options =
                List.of(
                        "--posts-topic=slipped",
                        "--format=json",
                        "--mapping=" + mapping,
                        "--max-revision=1000");

        try (Serving serving = new Serving("slipped", options)) {
            serving.awaitFound("drizzle", "rain");

            assertThat(serving.found("slip")).isEmpty();
            assertThat(JSON.readTree(serving.get("v1/posts/rain")).at("/newestRevision").asLong())
                    .isEqualTo(5);
            assertThat(serving.get("metrics")).contains("nearline_query_texts_left_out_total 1.0");
        }
        assertThat(why("rain", options).out())
                .anyMatch(line -> line.contains("revision 5 is the newest"))
                .anyMatch(line -> line.contains("EmbeddingTimedOut"));
        assertThat(why("rain", List.of("--max-revision=0")).err())
                .containsExactly(
                        "nearline: --max-revision is 0: use 1 to " + PostContract.MAX_REVISION);
    }

    @Test
    void whyTellsTheStoryOfAPostOfJson() {
        CommandLineRun soup = why("soup", asJson());
        CommandLineRun boat = why("boat", asJson());

        assertThat(soup.exitCode()).as("%s", soup.err()).isZero();
        assertThat(soup.out().get(0))
                .isEqualTo("soup: revision 2, the newest, is what was published");
        assertThat(soup.out()).anyMatch(line -> line.contains("EmbeddingTimedOut"));
        assertThat(boat.out().get(0)).contains("revision 7 is the newest");
        assertThat(boat.out()).noneMatch(line -> line.contains("EmbeddingTimedOut"));
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        assertThat(why("a", List.of("--format=json")).err())
                .containsExactly(
                        "nearline: --format is json, whose records become posts by a mapping: give"
                                + " --mapping");
        assertThat(why("a", List.of("--mapping=p.yaml")).err())
                .containsExactly(
                        "nearline: --mapping is p.yaml, and only records of --format json,"
                                + " confluent-avro or protobuf have one: give --format, or leave"
                                + " it out");
        assertThat(why("a", List.of("--registry-url=http://r:1", "--registry-ca-file=ca")).err())
                .containsExactly(
                        "nearline: --registry-url is http://r:1 and --registry-ca-file is ca, which"
                                + " only --format confluent-avro uses, and --format is not given:"
                                + " give --format confluent-avro, or leave them out");
        assertThat(CommandLineRun.of("why", "a", "--url=http://a", "--format=json").err().get(0))
                .contains("have no effect with --url");
        assertThat(
                        CommandLineRun.of(
                                        "serve",
                                        "--index=" + directory.resolve("never"),
                                        "--format=json",
                                        "--mapping=" + mapping,
                                        "--protobuf-message=P")
                                .err())
                .containsExactly(
                        "nearline: --protobuf-message is P, which only --format protobuf uses, and"
                                + " --format is json: give --format protobuf, or leave it out");
        assertThat(directory.resolve("never")).doesNotExist();
    }

    /** The command at work in a thread of its own, until it is closed. */
    private static final class Serving implements AutoCloseable {

        private final HttpClient client = HttpClient.newHttpClient();
        private final Thread thread;
        private final URI address;

        Serving(String index, List<String> options) throws IOException {
            int port = freePort();
            address = URI.create("http://127.0.0.1:%d/".formatted(port));
            List<String> arguments = new ArrayList<>(List.of("serve"));
            arguments.add("--port=" + port);
            arguments.add("--index=" + directory.resolve(index));
            arguments.add("--brokers=" + broker.bootstrapServers());
            arguments.addAll(options);
            thread =
                    new Thread(
                            () -> CommandLineRun.of(arguments.toArray(new String[0])), "serving");
            thread.start();
            await().atMost(SOON).ignoreExceptions().until(() -> !get("healthz").isEmpty());
        }

        void awaitFound(String words, String postId) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(found(words)).containsExactly(postId));
        }

        List<String> found(String words) throws Exception {
            JsonNode answer =
                    JSON.readTree(get("v1/search?mode=words&q=" + words.replace(' ', '+')));
            assertThat(answer.has("hits")).as("%s", answer).isTrue();
            List<String> ids = new ArrayList<>();
            answer.path("hits").forEach(hit -> ids.add(hit.path("id").asText()));
            return ids;
        }

        String get(String path) throws IOException, InterruptedException {
            return client.send(
                            HttpRequest.newBuilder(address.resolve(path)).build(),
                            BodyHandlers.ofString())
                    .body();
        }

        @Override
        public void close() {
            thread.interrupt();
            await("the end of serving").atMost(SOON).until(() -> !thread.isAlive());
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            }
        }
    }

    private static List<String> asJson() {
        return List.of("--posts-topic=articles", "--format=json", "--mapping=" + mapping);
    }

    private static CommandLineRun why(String postId, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("why", postId));
        arguments.add("--brokers=" + broker.bootstrapServers());
        arguments.addAll(options);
        return CommandLineRun.of(arguments.toArray(new String[0]));
    }

    private static void write(TopicWriter writer, String key, String value) {
        writer.write(key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static Cluster cluster() {
        return Cluster.at(broker.bootstrapServers());
    }
}
