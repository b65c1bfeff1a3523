package io.nearline.retrieval.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.broker.LocalBroker;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.NamedVector;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.packaging.RequestedEntry;
import io.nearline.packaging.RequestedOutput;
import io.nearline.retrieval.index.IndexUnusableException;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.OutputVector;
import io.nearline.schemas.ServingState;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.Updates;
import io.nearline.testmodels.TinyModel;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.consume.ConsumerOptions;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A service that searches a further vector, beside one that searches the main one; both embed
 * queries with the query tower.
 */
@Timeout(180)
class OutputSearchBrokerTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static Cluster cluster;
    private static Path bundle;
    private static Embedder embedder;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        broker = LocalBroker.start(directory.resolve("broker"));
        cluster = Cluster.at(broker.bootstrapServers());
        bundle = packaged();
        embedder = Embedders.open(bundle, EngineOptions.forCpus(1).withOutputs(List.of("short")));
        try (Topics topics = Topics.of(cluster)) {
            for (TopicPlan plan : NodeSettings.TOPICS) {
                topics.create(plan, plan.defaultName(), 2, Optional.empty());
            }
        }
        try (ControlTopic control =
                ControlTopic.open(cluster, TopicPlan.INDEX_CONTROL.defaultName())) {
            control.publish(ControlRecords.serving(embedder.model(), ServingState.SERVING));
        }
        try (TopicWriter updates =
                new TopicWriter(cluster, TopicPlan.INDEX_UPDATES.defaultName())) {
            for (String text : List.of("storm", "late train", "a flood")) {
                IndexUpdate update = update(text);
                updates.write(Updates.key(update), Updates.value(update));
            }
        }
    }

    /** Its queries go through a tower of their own, which gives the posts' vectors here. */
    private static Path packaged() throws IOException {
        Path source = TinyModel.SEVERAL_OUTPUTS.writeTo(directory.resolve("source"));
        Files.copy(source.resolve("model.onnx"), source.resolve("tower.onnx"));
        RequestedEntry tower =
                new RequestedEntry(Role.QUERY, Optional.empty(), Optional.of("tower.onnx"));
        return ModelPackager.pack(
                        PackagingRequest.builder(source, directory.resolve("composite"))
                                .graph("model.onnx")
                                .name("composite")
                                .maxTokens(16)
                                .outputs(List.of(RequestedOutput.parse("short=4")))
                                .entries(List.of(tower))
                                .build())
                .bundle()
                .directory();
    }

    @AfterAll
    static void stop() {
        embedder.close();
        broker.close();
    }

    @Test
    void bothFindTheSamePostsFromOneTopic() throws Exception {
        NodeSettings whole = settings("whole");
        NodeSettings narrow = settings("narrow").withOutput("short");
        try (QueryNode main = QueryNode.start(whole);
                QueryNode output = QueryNode.start(narrow)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> main.state().isReady());
            await().atMost(Duration.ofMinutes(1)).until(() -> output.state().isReady());

            for (String text : List.of("storm", "late train", "a flood")) {
                String query = "{\"text\": \"%s\", \"include\": [\"vector\"]}".formatted(text);
                JsonNode wide = ask(main, query).at("/hits/0");
                JsonNode small = ask(output, query).at("/hits/0");
                assertThat(wide.path("id").textValue()).isEqualTo(text.replace(' ', '-'));
                assertThat(small.path("id").textValue()).isEqualTo(text.replace(' ', '-'));
                assertThat(wide.path("vector")).hasSize(8);
                assertThat(small.path("vector")).hasSize(4);
            }
        }
        assertThatThrownBy(() -> QueryNode.start(settings("narrow")))
                .isInstanceOf(IndexUnusableException.class)
                .hasMessageContaining("holds the output 'short'");
    }

    @Test
    void countsTheUpdatesThatLackTheOutput() throws Exception {
        try (QueryNode node = QueryNode.start(settings("lacking").withOutput("absent"))) {
            HttpRequest metrics =
                    HttpRequest.newBuilder(node.address().resolve("metrics")).GET().build();

            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () ->
                                    assertThat(client.send(metrics, BodyHandlers.ofString()).body())
                                            .contains("nearline_query_index_left_out_total 3.0"));
        }
    }

    private JsonNode ask(QueryNode node, String body) throws Exception {
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(node.address().resolve("v1/search"))
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private NodeSettings settings(String index) {
        return new NodeSettings(
                cluster,
                ConsumerOptions.defaults(),
                TopicPlan.POSTS.defaultName(),
                directory.resolve(index),
                Tier.FLOAT32,
                List.of(bundle),
                1,
                ServerSettings.defaults().at("127.0.0.1", 0));
    }

    private static IndexUpdate update(String text) {
        Embedding embedding = embedder.embed(EmbeddableText.passage(text)).join();
        NamedVector output = embedding.outputs().get(0);
        EncodedVector vector = VectorCodec.encode(output.vector(), VectorEncoding.FLOAT32);
        return IndexUpdate.newBuilder(
                        Updates.upsert(
                                text.replace(' ', '-'),
                                1,
                                embedder.model().name(),
                                embedding.vector()))
                .setModelDigest(embedder.model().digest())
                .setOutputs(
                        List.of(
                                new OutputVector(
                                        output.name(),
                                        output.vector().length,
                                        vector.encoding(),
                                        vector.scale(),
                                        ByteBuffer.wrap(vector.bytes()))))
                .build();
    }
}
