package io.nearline.sql.model;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.vector.Cosine;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.config.ServingSettings.Engine;
import io.nearline.sql.SqlSession;
import io.nearline.sql.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.flink.configuration.Configuration;

/**
 * Embeds posts by {@code ML_PREDICT} out of a topic and by the streaming job's embedder, in turns
 * because machines are noisy, and compares vectors and rates. The file has a text a line. Run by
 * hand: {@code ThroughputCheck BUNDLE FILE POSTS ROUNDS IN_FLIGHT}.
 */
public final class ThroughputCheck {

    private static final int WARM_UP = 5;

    private ThroughputCheck() {}

    public static void main(String[] arguments) throws Exception {
        Path bundle = Path.of(arguments[0]).toAbsolutePath();
        List<String> texts = texts(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        int inFlight = Integer.parseInt(arguments[4]);
        try (Topics topics = Topics.in(Files.createTempDirectory("nearline-sql"))) {
            topics.create("posts", 1);
            for (String text : texts) {
                topics.send("posts", null, text.getBytes(StandardCharsets.UTF_8));
            }
            for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
                Timed job = embed(bundle, texts, inFlight);
                Timed sql = predict(topics, bundle, texts.size(), inFlight);
                System.out.printf(
                        Locale.ROOT,
                        "job's embedder %.0f posts/s, ML_PREDICT %.0f, ratio %.2f; equal bits %d of"
                                + " %d, least cosine %.9f%n",
                        job.rate(),
                        sql.rate(),
                        sql.rate() / job.rate(),
                        texts.stream().filter(text -> job.sameBits(sql, text)).count(),
                        texts.size(),
                        texts.stream()
                                .mapToDouble(text -> job.cosine(sql, text))
                                .min()
                                .orElseThrow());
            }
        }
    }

    /** Vectors by text, and posts a second after the first fifth. */
    private record Timed(Map<String, float[]> vectors, double rate) {

        boolean sameBits(Timed other, String text) {
            return Arrays.equals(vectors.get(text), other.vectors.get(text));
        }

        double cosine(Timed other, String text) {
            return Cosine.between(vectors.get(text), other.vectors.get(text));
        }
    }

    /** Notes when posts are done. */
    private static final class Stopwatch {
        private final Map<String, float[]> vectors = new HashMap<>();
        private final int first;
        private long start;

        Stopwatch(int posts) {
            first = posts / WARM_UP;
        }

        void done(String text, float[] vector) {
            vectors.put(text, vector);
            if (vectors.size() == first) {
                start = System.nanoTime();
            }
        }

        Timed stop() {
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Timed(vectors, (vectors.size() - first) / seconds);
        }
    }

    private static Timed embed(Path bundle, List<String> texts, int inFlight) {
        Engine engine =
                JobConfig.from(
                                Configuration.fromMap(
                                        Map.of(
                                                "nearline.kafka.bootstrap-servers", "a:1",
                                                "nearline.models.directory", "/models",
                                                "nearline.models.serve", "m")))
                        .models()
                        .engine();
        Stopwatch watch = new Stopwatch(texts.size());
        Queue<String> asked = new ArrayDeque<>();
        Queue<CompletableFuture<float[]>> vectors = new ArrayDeque<>();
        try (Embedder embedder =
                Embedders.open(
                        bundle,
                        engine.optionsFor(
                                ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST))
                                        .batchInvariance(),
                                Runtime.getRuntime().availableProcessors()))) {
            for (String text : texts) {
                if (asked.size() == inFlight) {
                    watch.done(asked.remove(), vectors.remove().join());
                }
                asked.add(text);
                vectors.add(
                        embedder.embed(EmbeddableText.passage(text))
                                .thenApply(embedding -> embedding.vector()));
            }
            while (!asked.isEmpty()) {
                watch.done(asked.remove(), vectors.remove().join());
            }
            return watch.stop();
        }
    }

    private static Timed predict(Topics topics, Path bundle, int posts, int inFlight)
            throws Exception {
        SqlSession sql =
                new SqlSession(
                        Map.of(
                                "parallelism.default",
                                "1",
                                "table.exec.async-ml-predict.max-concurrent-operations",
                                Integer.toString(inFlight)));
        sql.run(
                "CREATE MODEL m INPUT (text STRING) OUTPUT (vector ARRAY<FLOAT>) WITH ('provider' ="
                        + " 'nearline', 'bundle' = '"
                        + bundle
                        + "')",
                "CREATE TABLE posts (text STRING) WITH ('connector' = 'kafka', 'topic' = 'posts',"
                        + " 'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' ="
                        + " 'latest-offset', 'format' = 'raw', 'properties.bootstrap.servers' = '"
                        + topics.address()
                        + "')");
        Stopwatch watch = new Stopwatch(posts);
        sql.each(
                "SELECT text, vector FROM ML_PREDICT(TABLE posts, MODEL m, DESCRIPTOR(text))",
                row -> watch.done((String) row.getField("text"), SqlSession.vector(row)));
        return watch.stop();
    }

    /** Evenly out of the file, each once. */
    private static List<String> texts(Path file, int count) throws IOException {
        List<String> all =
                Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .distinct()
                        .toList();
        int step = Math.max(1, all.size() / count);
        return IntStream.range(0, Math.min(count, all.size()))
                .mapToObj(i -> all.get(i * step))
                .toList();
    }
}
