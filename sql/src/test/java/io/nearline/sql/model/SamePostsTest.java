package io.nearline.sql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.bundle.BatchInvariance;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.vector.Cosine;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.config.ServingSettings.Engine;
import io.nearline.sql.SqlSession;
import io.nearline.sql.Topics;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import io.nearline.testmodels.TopicTexts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Posts of a real topic get the vectors that the streaming job's embedder gives them. */
@Timeout(120)
class SamePostsTest {

    private static final int POSTS = 150;

    @TempDir static Path directory;
    private static Topics topics;
    private static Path bundle;
    private static Map<String, String> texts;

    private final SqlSession sql =
            new SqlSession(Map.of("table.exec.async-ml-predict.max-concurrent-operations", "64"));

    @BeforeAll
    static void publish() throws Exception {
        bundle = TinyBundles.write(TinyModel.ENCODER, "tiny", directory);
        TopicTexts written = new TopicTexts(7);
        texts =
                IntStream.range(0, POSTS)
                        .boxed()
                        .collect(
                                Collectors.toMap(
                                        i -> "p" + i,
                                        i -> written.next(i % TopicTexts.COUNT),
                                        (a, b) -> a,
                                        TreeMap::new));
        topics = Topics.in(directory.resolve("broker"));
        topics.create("posts", 2);
        for (Map.Entry<String, String> post : texts.entrySet()) {
            topics.send("posts", bytes(post.getKey()), bytes(post.getValue()));
        }
    }

    @AfterAll
    static void stop() {
        topics.close();
    }

    /** One text a call, and the same graph: nothing is left that could round otherwise. */
    @Test
    void bitForBitWhereTextsShareNoCall() throws Exception {
        Map<String, float[]> predicted = predict(", 'batch-policy' = 'one-text'");

        Map<String, float[]> embedded = embed(Map.of("nearline.embed.batch-policy", "one-text"));
        assertThat(predicted).hasSize(POSTS);
        predicted.forEach((id, vector) -> assertThat(vector).as(id).isEqualTo(embedded.get(id)));
    }

    /** Padding and other texts in the call move the last bits of a model in fp32. */
    @Test
    void upToARoundingWhereTextsShareCalls() throws Exception {
        Map<String, float[]> predicted = predict("");

        Map<String, float[]> embedded = embed(Map.of());
        assertThat(predicted).hasSize(POSTS);
        predicted.forEach(
                (id, vector) ->
                        assertThat(Cosine.between(vector, embedded.get(id)))
                                .as(id)
                                .isGreaterThan(0.999999));
    }

    /** What a page says that SQL lacks; this fails when Flink has learned it. */
    @Test
    void notOfATableWhoseRowsChange() {
        sql.run(model(""), posts("upsert-kafka", ", PRIMARY KEY (id) NOT ENFORCED"));

        assertThatThrownBy(() -> sql.plan("SELECT id, vector FROM " + ML_PREDICT))
                .hasStackTraceContaining("doesn't support consuming update and delete changes");
    }

    /** What a page says of failures; this fails when Flink keeps rows to itself. */
    @Test
    void showsTheRowThatFailsInFlinksOwnWords() throws Exception {
        topics.create("broken", 1);
        topics.send("broken", null, bytes("poison diary"));
        sql.run(
                model(", 'on-unembeddable-text' = 'fail'"),
                "CREATE TABLE broken (text STRING) WITH ('connector' = 'kafka', 'topic' ="
                        + " 'broken', 'properties.bootstrap.servers' = '"
                        + topics.address()
                        + "', 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' ="
                        + " 'latest-offset', 'format' = 'raw')");

        assertThatThrownBy(
                        () ->
                                sql.rows(
                                        "SELECT text, vector FROM ML_PREDICT(TABLE broken, MODEL"
                                                + " embedder, DESCRIPTOR(text))"))
                .hasStackTraceContaining("UnhealthyVectorException")
                .hasStackTraceContaining("Could not complete the stream element")
                .hasStackTraceContaining("diary");
    }

    private static final String ML_PREDICT =
            "ML_PREDICT(TABLE posts, MODEL embedder, DESCRIPTOR(text))";

    private Map<String, float[]> predict(String options) throws Exception {
        sql.run(model(options), posts("kafka", ""));
        return sql.rows("SELECT id, vector FROM " + ML_PREDICT).stream()
                .collect(Collectors.toMap(row -> (String) row.getField("id"), SqlSession::vector));
    }

    private static Map<String, float[]> embed(Map<String, String> options) {
        Map<String, String> job =
                new TreeMap<>(
                        Map.of(
                                "nearline.kafka.bootstrap-servers", "a:1",
                                "nearline.models.directory", "/models",
                                "nearline.models.serve", "m"));
        job.putAll(options);
        Engine engine = JobConfig.from(Configuration.fromMap(job)).models().engine();
        try (Embedder embedder =
                Embedders.open(bundle, engine.optionsFor(BatchInvariance.ALWAYS, 2))) {
            Map<String, CompletableFuture<float[]>> asked = new TreeMap<>();
            texts.forEach(
                    (id, text) ->
                            asked.put(
                                    id,
                                    embedder.embed(EmbeddableText.passage(text))
                                            .thenApply(embedding -> embedding.vector())));
            Map<String, float[]> vectors = new TreeMap<>();
            asked.forEach((id, vector) -> vectors.put(id, vector.join()));
            return vectors;
        }
    }

    private static String model(String options) {
        return "CREATE MODEL embedder INPUT (text STRING) OUTPUT (vector ARRAY<FLOAT>) WITH"
                + " ('provider' = 'nearline', 'bundle' = '"
                + bundle
                + "'"
                + options
                + ")";
    }

    private static String posts(String connector, String constraint) {
        String start =
                connector.equals("kafka")
                        ? "'scan.startup.mode' = 'earliest-offset', 'key.fields' = 'id', "
                        : "";
        return "CREATE TABLE posts (id STRING, text STRING"
                + constraint
                + ") WITH ('connector' = '"
                + connector
                + "', 'topic' = 'posts', 'properties.bootstrap.servers' = '"
                + topics.address()
                + "', "
                + start
                + "'scan.bounded.mode' = 'latest-offset', 'key.format' = 'raw', 'value.format' ="
                + " 'raw', 'value.fields-include' = 'EXCEPT_KEY')";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
