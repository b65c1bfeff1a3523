package io.nearline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar in a process with Flink's lib/ and a cluster inside: nothing of the project is
 * on its class path but the jar, and what is native is in lib/.
 */
@Timeout(300)
class SqlJarITCase {

    private static final Path TARGET = Path.of("target");

    /** What a cluster has, or what other jars bring in another version. */
    private static final List<String> OF_OTHERS =
            List.of(
                    "ai/onnxruntime/",
                    "ai/djl/",
                    "com/sun/jna/",
                    "com/fasterxml/",
                    "com/github/",
                    "org/apache/",
                    "org/slf4j/",
                    "META-INF/versions/",
                    "io/nearline/operators/embed/",
                    "io/nearline/pipeline/source/");

    private static final Pattern ROW =
            Pattern.compile("\\{\"id\":\"p\\d\",\"revision\":(\\d+),\"vector\":\\[(.*)]}");

    @TempDir Path directory;
    private Topics topics;

    /** An edit, a deletion, and a revision that comes late. */
    @BeforeEach
    void publishPosts() throws Exception {
        topics = Topics.in(directory.resolve("broker"));
        topics.create("posts", 1);
        topics.create("vectors", 1);
        topics.create("vectors-again", 1);
        for (String post :
                List.of(
                        post("p1", 1, "UPDATE", "the good cat"),
                        post("p1", 2, "UPDATE", "a bad dog"),
                        post("p2", 1, "UPDATE", "a new cat"),
                        post("p2", 2, "DELETE", null),
                        post("p3", 2, "UPDATE", "the good dog"),
                        post("p3", 1, "UPDATE", "the bad dog"))) {
            topics.send("posts", null, post.getBytes(StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void stop() {
        topics.close();
    }

    /** Twice in one process: each job has a class loader of its own, and the library is native. */
    @Test
    void runsPipelinesAddedByAStatement() throws Exception {
        String said =
                run(
                        List.of(),
                        "ADD JAR '" + jar().toAbsolutePath() + "'",
                        posts(),
                        model(),
                        vectors("vectors"),
                        insert("vectors"),
                        vectors("vectors-again"),
                        insert("vectors-again"));

        assertThat(revisions("vectors")).as(said).isEqualTo(Map.of("p1", 2, "p3", 2));
        assertThat(revisions("vectors-again")).as(said).isEqualTo(Map.of("p1", 2, "p3", 2));
    }

    @Test
    void runsAPipelineFromFlinksLib() throws Exception {
        String said = run(List.of(jar()), posts(), model(), vectors("vectors"), insert("vectors"));

        assertThat(revisions("vectors")).as(said).isEqualTo(Map.of("p1", 2, "p3", 2));
    }

    @Test
    void holdsNothingNativeAndNothingThatOthersBring() throws IOException {
        try (JarFile jar = new JarFile(jar().toFile())) {
            List<String> entries = jar.stream().map(ZipEntry::getName).toList();

            assertThat(entries)
                    .filteredOn(entry -> OF_OTHERS.stream().anyMatch(entry::startsWith))
                    .allMatch(entry -> entry.endsWith("/"));
            assertThat(entries)
                    .contains(
                            "io/nearline/sql/model/PredictVector.class",
                            "io/nearline/operators/bundles/BundleStore.class",
                            "META-INF/services/org.apache.flink.table.factories.Factory");
        }
    }

    private String posts() {
        return """
        CREATE TABLE posts (id STRING, revision INT, kind STRING, text STRING) WITH (
          'connector' = 'kafka', 'topic' = 'posts', 'format' = 'json',
          'properties.bootstrap.servers' = '%s',
          'scan.startup.mode' = 'earliest-offset', 'scan.bounded.mode' = 'latest-offset')
        """
                .formatted(topics.address());
    }

    private String model() throws IOException {
        return """
        CREATE MODEL embedder INPUT (text STRING) OUTPUT (vector ARRAY<FLOAT>)
          WITH ('provider' = 'nearline', 'bundle' = '%s')
        """
                .formatted(TinyBundles.write(TinyModel.ENCODER, "tiny", directory));
    }

    private String vectors(String topic) {
        return """
        CREATE TABLE `%1$s` (
          id STRING, revision INT, vector ARRAY<FLOAT>, PRIMARY KEY (id) NOT ENFORCED) WITH (
          'connector' = 'upsert-kafka', 'topic' = '%1$s', 'key.format' = 'raw',
          'value.format' = 'json', 'properties.bootstrap.servers' = '%2$s')
        """
                .formatted(topic, topics.address());
    }

    /** The newest revision of each post, and a tombstone where that is a deletion. */
    private static String insert(String topic) {
        return """
        INSERT INTO `%s` SELECT id, revision, vector FROM (
            SELECT *, ROW_NUMBER() OVER (PARTITION BY id ORDER BY revision DESC) AS place
            FROM ML_PREDICT(TABLE posts, MODEL embedder, DESCRIPTOR(text)))
          WHERE place = 1 AND kind <> 'DELETE'
        """
                .formatted(topic);
    }

    /** Runs statements to their end, in a process with Flink's lib/ and what is given. */
    private String run(List<Path> further, String... statements) throws Exception {
        Path output = directory.resolve("output");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-Xmx700m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath(further),
                                RunStatements.class.getName()));
        command.addAll(List.of(statements));
        Process running =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(running.waitFor(4, TimeUnit.MINUTES)).as("the statements ended").isTrue();
        } finally {
            running.destroyForcibly();
        }
        return Files.readString(output);
    }

    /** Of the project's own classes only the one that runs statements is there. */
    private String classPath(List<Path> further) throws IOException {
        Path main = Path.of(RunStatements.class.getName().replace('.', '/') + ".class");
        Path copy = directory.resolve("main").resolve(main);
        Files.createDirectories(copy.getParent());
        Files.copy(TARGET.resolve("test-classes").resolve(main), copy);
        try (Stream<Path> lib = Files.list(TARGET.resolve("flink/lib"))) {
            return Stream.of(Stream.of(directory.resolve("main")), lib.sorted(), further.stream())
                    .flatMap(paths -> paths)
                    .map(path -> path.toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(TARGET)) {
            return files.filter(file -> file.toString().endsWith("-flink.jar"))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("no jar: run mvn -pl sql -am package"));
        }
    }

    /** What the topic comes to by the last record of each key. */
    private Map<String, Integer> revisions(String topic) {
        Map<String, Integer> revisions = new TreeMap<>();
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        topics.client(), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1))
                        .forEach(record -> apply(record.key(), record.value(), revisions));
            }
        }
        return revisions;
    }

    private static void apply(String id, String value, Map<String, Integer> revisions) {
        if (value == null) {
            revisions.remove(id);
            return;
        }
        Matcher row = ROW.matcher(value);
        assertThat(row.matches()).as(value).isTrue();
        assertThat(row.group(2).split(",")).as(value).hasSize(TinyModel.DIMENSIONS);
        revisions.put(id, Integer.valueOf(row.group(1)));
    }

    private static String post(String id, int revision, String kind, @Nullable String text) {
        return "{\"id\":\"%s\",\"revision\":%d,\"kind\":\"%s\",\"text\":%s}"
                .formatted(id, revision, kind, text == null ? "null" : '"' + text + '"');
    }
}
