package io.nearline.retrieval.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.broker.LocalBroker;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.retrieval.history.HistoryJson;
import io.nearline.retrieval.history.TopicHistory;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.schemas.ServingState;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.Letters;
import io.nearline.testkit.ProjectFiles;
import io.nearline.testkit.Updates;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.PostPublisher;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.consume.ConsumerOptions;
import io.nearline.topics.control.ControlTopic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole node on a real broker, with a real model and a real index. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class QueryNodeBrokerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static Cluster cluster;
    private static Embedder embedder;
    private static PostPublisher posts;
    private static TopicWriter updates;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        broker = LocalBroker.start(directory.resolve("broker"));
        cluster = Cluster.at(broker.bootstrapServers());
        embedder = Embedders.open(ProjectFiles.int8Bundle(), EngineOptions.forCpus(1));
        try (Topics topics = Topics.of(cluster)) {
            for (TopicPlan plan : NodeSettings.TOPICS) {
                topics.create(plan, plan.defaultName(), 2, Optional.empty());
            }
        }
        try (ControlTopic control =
                ControlTopic.open(cluster, TopicPlan.INDEX_CONTROL.defaultName())) {
            control.publish(ControlRecords.serving(embedder.model(), ServingState.SERVING));
        }
        posts = new PostPublisher(cluster, TopicPlan.POSTS.defaultName());
        updates = new TopicWriter(cluster, TopicPlan.INDEX_UPDATES.defaultName());
        publish("storm", 1, "The hurricane tore the roofs off forty houses last night.");
        publish("soup", 1, "Lentil soup with cumin, lemon and a little chilli.");
        publish("chess", 1, "A rook endgame that is drawn although white is two pawns up.");
    }

    @AfterAll
    static void stop() {
        posts.close();
        updates.close();
        embedder.close();
        broker.close();
    }

    @Test
    void findsPostsByMeaningAndReadsItsOwnWritesAndGoesOnAfterARestart() throws Exception {
        try (QueryNode node = QueryNode.start(settings())) {
            await().atMost(Duration.ofMinutes(1)).until(() -> node.state().isReady());
            assertThat(first(node, "{\"text\": \"storm damage\"}")).isEqualTo("storm");
            assertThat(first(node, "{\"text\": \"recipe for dinner\"}")).isEqualTo("soup");
            findsByMeaningAndWords(node);
            readsWhatWasJustWritten(node);
            readsTheDeletionThatWasJustWritten(node);
        }
        try (QueryNode again = QueryNode.start(settings())) {
            await().atMost(Duration.ofMinutes(1)).until(() -> again.state().isReady());
            ask(again, "{\"text\": \"guitar\", \"mode\": \"hybrid\", \"after\": [\"guitar@5\"]}");
            assertThat(again.state().model().orElseThrow().posts()).isEqualTo(3);
            assertThat(first(again, "{\"text\": \"playing the guitar\"}")).isEqualTo("guitar");
        }
    }

    @Test
    void tellsWhatHappenedToAPostAsTheTopicsDo() throws Exception {
        try (TopicWriter letters = new TopicWriter(cluster, TopicPlan.DEAD_LETTERS.defaultName())) {
            letters.write(
                    "soup".getBytes(UTF_8),
                    AvroCodec.of(DeadLetter.class).encode(Letters.timedOut("soup", 5, 17).build()));
        }
        try (QueryNode node = QueryNode.start(settings("history"))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> node.state().isReady());
            JsonNode told =
                    await().atMost(Duration.ofMinutes(1))
                            .until(
                                    () -> JSON.readTree(history(node, "soup")),
                                    answer -> answer.at("/deadLetters/problem").isNull());
            JsonNode read =
                    HistoryJson.of(
                            new TopicHistory(
                                            cluster,
                                            TopicPlan.POSTS.defaultName(),
                                            TopicPlan.INDEX_UPDATES.defaultName(),
                                            TopicPlan.DEAD_LETTERS.defaultName())
                                    .of("soup"));

            assertThat(new Contract().problemsOfHistory(read.toString())).isEmpty();
            assertThat(told.at("/newestRevision").longValue()).isEqualTo(5);
            assertThat(told.at("/outcomes/0/appliedAt").isTextual()).isTrue();
            assertThat(read.at("/outcomes/0/publishedAt").isTextual()).isTrue();
            ((ObjectNode) told.at("/outcomes/0")).putNull("appliedAt");
            for (String part : List.of("newestRevision", "outcomes", "deadLetters")) {
                assertThat(told.path(part))
                        .as(part)
                        .isEqualTo(JSON.readTree(read.toString()).path(part));
            }
        }
    }

    private String history(QueryNode node, String id) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(node.address().resolve("v1/posts/" + id)).build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(
                        new Contract()
                                .problems(
                                        "/v1/posts/{id}",
                                        "get",
                                        200,
                                        "application/json",
                                        answer.body()))
                .isEmpty();
        return answer.body();
    }

    @Test
    void isReadyWithAModelThatHoldsNoPostsYet() throws Exception {
        try (Topics topics = Topics.of(cluster)) {
            topics.create(TopicPlan.INDEX_UPDATES, "no-updates", 2, Optional.empty());
        }
        try (QueryNode node =
                QueryNode.start(
                        settings(
                                "empty",
                                ConsumerOptions.defaults()
                                        .withTopics(
                                                "no-updates",
                                                TopicPlan.INDEX_CONTROL.defaultName())))) {
            await().atMost(Duration.ofMinutes(1)).until(() -> node.state().isReady());

            assertThat(ask(node, "{\"text\": \"storm damage\"}").path("hits")).isEmpty();
        }
    }

    private void findsByMeaningAndWords(QueryNode node) throws Exception {
        JsonNode hit =
                ask(
                                node,
                                """
                                {"text": "endgame with a rook", "mode": "hybrid", "include": ["text"],
                                 "after": ["chess@1"], "wait": "30s"}
                                """)
                        .at("/hits/0");

        assertThat(hit.path("id").textValue()).isEqualTo("chess");
        assertThat(hit.path("sources").findValuesAsText("source"))
                .containsExactlyInAnyOrder("vector", "words");
        assertThat(hit.at("/text/body").textValue()).startsWith("A rook endgame");
    }

    private void readsWhatWasJustWritten(QueryNode node) throws Exception {
        CompletableFuture<HttpResponse<String>> waiting =
                client.sendAsync(
                        search(
                                node,
                                "{\"text\": \"playing the guitar\", \"k\": 1, \"after\":"
                                        + " [\"guitar@5\"], \"wait\": \"30s\"}"),
                        BodyHandlers.ofString());
        publish("guitar", 5, "Three chords, and the neighbours already knock on the wall.");

        JsonNode hit = JSON.readTree(waiting.get(40, TimeUnit.SECONDS).body()).at("/hits/0");

        assertThat(hit.path("id").textValue()).isEqualTo("guitar");
        assertThat(hit.path("attributes").path("author").textValue()).isEqualTo("ann");
    }

    private void readsTheDeletionThatWasJustWritten(QueryNode node) throws Exception {
        IndexUpdate delete =
                IndexUpdate.newBuilder(Updates.delete("chess", 2, embedder.model().name()))
                        .setModelDigest(embedder.model().digest())
                        .build();
        updates.write(Updates.key(delete), Updates.value(delete));

        JsonNode answer =
                ask(node, "{\"text\": \"chess\", \"after\": [\"chess@2\"], \"wait\": \"30s\"}");

        assertThat(answer.findValuesAsText("id")).doesNotContain("chess").hasSize(3);
        assertThat(answer.at("/model/digest").textValue()).isEqualTo(embedder.model().digest());
    }

    private NodeSettings settings() {
        return settings("index");
    }

    private NodeSettings settings(String index) {
        return settings(index, ConsumerOptions.defaults());
    }

    private NodeSettings settings(String index, ConsumerOptions consumer) {
        return new NodeSettings(
                cluster,
                consumer,
                TopicPlan.POSTS.defaultName(),
                directory.resolve(index),
                Tier.FLOAT32,
                List.of(ProjectFiles.int8Bundle()),
                1,
                ServerSettings.defaults().at("127.0.0.1", 0));
    }

    private String first(QueryNode node, String body) throws Exception {
        return ask(node, body).at("/hits/0/id").textValue();
    }

    private JsonNode ask(QueryNode node, String body) throws Exception {
        HttpResponse<String> answer = client.send(search(node, body), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpRequest search(QueryNode node, String body) {
        URI address = node.address().resolve("v1/search");
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static void publish(String id, long revision, String text) throws Exception {
        posts.publish(
                PostEvent.newBuilder()
                        .setPostId(id)
                        .setRevision(revision)
                        .setKind(PostEventKind.CREATE)
                        .setEventTime(Instant.now())
                        .setBody(text)
                        .setHashtags(List.of())
                        .setAttributes(Map.of())
                        .build());
        posts.flush();
        float[] vector = embedder.embed(EmbeddableText.passage(text)).get().vector();
        IndexUpdate update =
                IndexUpdate.newBuilder(
                                Updates.upsert(id, revision, embedder.model().name(), vector))
                        .setModelDigest(embedder.model().digest())
                        .setAttributes(Map.of("author", "ann"))
                        .setEventTime(Instant.now())
                        .build();
        updates.write(Updates.key(update), Updates.value(update));
    }
}
