package io.nearline.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.it.model.TinyBundle;
import io.nearline.it.topic.TopicCopy;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.VectorCodec;
import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.BrokerProcess;
import io.nearline.testcluster.ClusterExtras;
import io.nearline.testcluster.ClusterSettings;
import io.nearline.testcluster.JavaProcess;
import io.nearline.testcluster.StandaloneCluster;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The packaged jar for SQL on a real cluster, whose lib/ has Flink's own jars and what is native
 * alone: added by a statement, it gives posts the vectors that the job gives them there.
 */
class SqlClusterITCase {

    private static final int POSTS = 60;
    private static final String ARTICLES = "articles";
    private static final String VECTORS = "sql-vectors";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory = WorkDirectory.fresh(SqlClusterITCase.class);
    private BrokerProcess broker;
    private Path bundle;

    @BeforeEach
    void publishArticles() throws IOException {
        bundle = Path.of(URI.create(TinyBundle.named("tiny", directory.resolve("models")).uri()));
        broker = BrokerProcess.start(directory.resolve("broker"), directory.resolve("logs"));
        for (TopicPlan topic : TopicPlan.values()) {
            broker.createTopic(topic, 2);
        }
        try (Topics topics = Topics.of(cluster())) {
            topics.create(TopicPlan.POSTS, ARTICLES, 2, Optional.empty());
            topics.create(TopicPlan.POSTS, VECTORS, 2, Optional.empty());
        }
        try (TopicWriter articles = new TopicWriter(cluster(), ARTICLES)) {
            for (int i = 0; i < POSTS; i++) {
                articles.write(
                        bytes("p" + i),
                        bytes(
                                "{\"id\":\"p%d\",\"v\":1,\"text\":\"rain and fog over harbour %d\"}"
                                        .formatted(i, i)));
            }
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void aModelAddedByAStatementGivesTheVectorsOfTheJob() throws IOException {
        try (StandaloneCluster cluster =
                StandaloneCluster.start(
                        directory,
                        2,
                        ClusterSettings.over(jobSettings()),
                        ClusterExtras.ofLibrary(Artifacts.sqlLibrary()))) {
            run(
                    cluster,
                    addJar(Artifacts.sqlConnector()),
                    addJar(Artifacts.sqlJar()),
                    articles(),
                    model(),
                    vectors(),
                    insert());

            Map<String, float[]> ofJob = ofJob(cluster);

            assertThat(ofJob).hasSize(POSTS);
            Map<String, float[]> ofSql = ofSql();
            assertThat(ofSql.keySet()).isEqualTo(ofJob.keySet());
            ofSql.forEach(
                    (id, vector) ->
                            assertThat(vector)
                                    .as(id)
                                    .containsExactly(ofJob.get(id), within(1e-5f)));
        }
    }

    private void run(StandaloneCluster cluster, String... statements) {
        List<Path> classPath = new ArrayList<>(cluster.classPath());
        classPath.add(Path.of("target/test-classes").toAbsolutePath());
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(cluster.rest().base().getPort()));
        arguments.addAll(List.of(statements));
        try (JavaProcess client =
                JavaProcess.launch("sql", classPath, RemoteStatements.class.getName())
                        .flags(List.of("-Xmx512m", "-XX:+UseSerialGC"))
                        .arguments(arguments)
                        .start(cluster.logs())) {
            Awaitility.await("the statements")
                    .atMost(Duration.ofMinutes(3))
                    .until(client::hasFinished);
        }
    }

    private static String addJar(Path jar) {
        return "ADD JAR '%s'".formatted(jar);
    }

    private String articles() {
        return """
        CREATE TABLE articles (id STRING, text STRING) WITH (
          'connector' = 'kafka', 'topic' = '%s', 'format' = 'json',
          'properties.bootstrap.servers' = '%s',
          'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset')
        """
                .formatted(ARTICLES, broker.bootstrapServers());
    }

    private String model() {
        return """
        CREATE MODEL embedder INPUT (text STRING) OUTPUT (vector ARRAY<FLOAT>)
          WITH ('provider' = 'nearline', 'bundle' = '%s')
        """
                .formatted(bundle);
    }

    private String vectors() {
        return """
        CREATE TABLE vectors (id STRING, vector ARRAY<FLOAT>) WITH (
          'connector' = 'kafka', 'topic' = '%s', 'format' = 'json',
          'properties.bootstrap.servers' = '%s')
        """
                .formatted(VECTORS, broker.bootstrapServers());
    }

    private static String insert() {
        return "INSERT INTO vectors SELECT id, vector FROM ML_PREDICT(TABLE articles, MODEL"
                + " embedder, DESCRIPTOR(text))";
    }

    private Map<String, float[]> ofSql() {
        Map<String, float[]> vectors = new TreeMap<>();
        try (TopicReader reader =
                TopicReader.open(cluster(), VECTORS, TopicReader.StartAt.BEGINNING)) {
            reader.readToEnd(
                    record -> {
                        JsonNode row = json(record.value());
                        float[] vector = new float[row.path("vector").size()];
                        for (int i = 0; i < vector.length; i++) {
                            vector[i] = row.path("vector").get(i).floatValue();
                        }
                        vectors.put(row.path("id").asText(), vector);
                    });
        }
        return vectors;
    }

    private Map<String, float[]> ofJob(StandaloneCluster cluster) {
        String job =
                cluster.rest()
                        .run(
                                cluster.rest().upload(Artifacts.jobJar()),
                                List.of(),
                                2,
                                Optional.empty());
        try (TopicCopy<IndexUpdate> updates =
                new TopicCopy<>(
                        broker.bootstrapServers(), TopicPlan.INDEX_UPDATES, IndexUpdate.class)) {
            Awaitility.await("the job's vectors")
                    .atMost(Duration.ofMinutes(2))
                    .until(
                            () -> {
                                assertThat(cluster.rest().state(job))
                                        .isNotIn("FAILED", "FAILING", "CANCELED");
                                return updates.catchUp().size() >= POSTS;
                            });
            Map<String, float[]> vectors = new TreeMap<>();
            updates.catchUp().forEach(update -> vectors.put(update.getPostId(), vector(update)));
            return vectors;
        }
    }

    private static float[] vector(IndexUpdate update) {
        return VectorCodec.decode(EncodedVector.of(update), update.getDimensions());
    }

    private Map<String, String> jobSettings() throws IOException {
        Path mapping =
                Files.writeString(
                        directory.resolve("posts.yaml"), "id: id\nrevision: v\nbody: text\n");
        return Map.of(
                "nearline.kafka.bootstrap-servers", broker.bootstrapServers(),
                "nearline.models.directory", bundle.getParent().toString(),
                "nearline.models.serve", bundle.getFileName().toString(),
                "nearline.topics.posts", ARTICLES,
                "nearline.posts.format", "json",
                "nearline.posts.mapping", mapping.toString());
    }

    private Cluster cluster() {
        return Cluster.at(broker.bootstrapServers());
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
