package io.nearline.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.nearline.broker.LocalBroker;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.testcluster.JobProcess;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.cluster.TopicReader;
import io.nearline.topics.cluster.TopicWriter;
import io.nearline.topics.cluster.Topics;
import io.nearline.topics.conformance.HeldPost;
import io.nearline.topics.consume.ConsumerOptions;
import io.nearline.topics.consume.UpdateConsumer;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A team's story: posts in PostgreSQL, Debezium's connector, Kafka, the live job by a mapping, the
 * consumer kit, OpenSearch. The oracle is the team's own table.
 */
@Timeout(300)
class PostgresToOpenSearchITCase {

    private static final String MODEL = "tiny";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int TRANSACTIONS = 150;
    private static final float TOLERANCE = 1e-5f;
    private static final String MAPPING =
            """
            envelope: debezium-postgres
            id: id
            author: author
            lang: lang
            body: body
            attributes: {likes: likes}
            """;

    private final Path directory = WorkDirectory.fresh(PostgresToOpenSearchITCase.class);

    private final ExecutorService writers = Executors.newFixedThreadPool(2);
    private final Map<String, float[]> vectors = new LinkedHashMap<>();

    @Test
    void whatTheTableHoldsIsWhatSearchesFindAndWhatIsBrokenIsADeadLetter() throws Exception {
        Optional<Path> programs = PostgresServer.programs();
        assumeThat(programs).as("PostgreSQL's programs: Debian's package postgresql").isPresent();
        Path bundle = TinyBundles.write(TinyModel.BERT, MODEL, directory.resolve("models"));
        try (PostgresServer postgres = PostgresServer.start(programs.orElseThrow());
                LocalBroker broker = LocalBroker.start(directory.resolve("broker"));
                OpenSearchNode node = OpenSearchNode.start(directory.resolve("node"));
                CompiledExample example =
                        new CompiledExample("OpenSearchStore", directory.resolve("classes"));
                Embedder embedder = Embedders.open(bundle, EngineOptions.forCpus(1))) {
            Cluster cluster = Cluster.at(broker.bootstrapServers());
            create(cluster);
            ForumTable table = new ForumTable(postgres.url());
            table.create();
            List<Future<?>> writing = write(table, 1);
            try (JobProcess job = job(broker);
                    UpdateStore store = example.open(node.url());
                    UpdateConsumer consumer = consumer(cluster, store)) {
                new Thread(consumer, "consumer").start();
                try (ConnectWorker worker =
                        table.whileNobodyWrites(() -> worker(broker, postgres, table))) {
                    finish(writing);
                    worker.killHard();
                }
                table.addColumn("place text");
                writing = write(table, 3);
                Map<String, byte[]> broken = publishBroken(cluster);
                try (ConnectWorker worker = worker(broker, postgres, table)) {
                    finish(writing);
                    OpenSearchIndices indices = new OpenSearchIndices(node.url());
                    await().atMost(PATIENCE)
                            .untilAsserted(
                                    () -> {
                                        worker.requireAlive();
                                        job.requireAlive();
                                        assertThat(differences(table, indices, embedder)).isEmpty();
                                    });
                    assertThat(table.rows()).hasSizeGreaterThan(20);
                    await().atMost(PATIENCE)
                            .untilAsserted(
                                    () ->
                                            assertThat(deadLetters(cluster))
                                                    .containsExactlyInAnyOrderElementsOf(
                                                            broken.keySet()));
                }
            }
        } finally {
            writers.shutdownNow();
        }
    }

    /** Posts that searches would not find, would find by another text, or should not find. */
    private List<String> differences(ForumTable table, OpenSearchIndices indices, Embedder embedder)
            throws Exception {
        Map<String, HeldPost> held = new TreeMap<>();
        indices.held().posts().forEach(post -> held.put(post.postId(), post));
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, ForumTable.Row> row : table.rows().entrySet()) {
            HeldPost post = held.remove(row.getKey());
            if (post == null) {
                differences.add(row.getKey() + " is lost");
            } else if (!isEmbedded(row.getValue(), post, embedder)) {
                differences.add(row.getKey() + " is wrong");
            }
        }
        held.keySet().forEach(id -> differences.add(id + " should be deleted"));
        return differences;
    }

    private boolean isEmbedded(ForumTable.Row row, HeldPost post, Embedder embedder) {
        float[] expected =
                vectors.computeIfAbsent(
                        row.body(),
                        text -> embedder.embed(EmbeddableText.passage(text)).join().vector());
        boolean near = post.vector().size() == expected.length;
        for (int i = 0; near && i < expected.length; i++) {
            near = Math.abs(post.vector().get(i) - expected[i]) < TOLERANCE;
        }
        return near && post.attributes().equals(Map.of("likes", row.likes()));
    }

    private static void create(Cluster cluster) {
        try (Topics topics = Topics.of(cluster)) {
            for (TopicPlan plan : TopicPlan.values()) {
                String name = plan == TopicPlan.POSTS ? ConnectWorker.TOPIC : plan.defaultName();
                topics.create(plan, name, 2, Optional.empty());
            }
        }
    }

    private JobProcess job(LocalBroker broker) throws IOException {
        Path mapping = Files.writeString(directory.resolve("posts.yaml"), MAPPING);
        Map<String, String> settings = new TreeMap<>();
        settings.put("nearline.kafka.bootstrap-servers", broker.bootstrapServers());
        settings.put("nearline.topics.posts", ConnectWorker.TOPIC);
        settings.put("nearline.posts.format", "json");
        settings.put("nearline.posts.mapping", mapping.toString());
        settings.put("nearline.models.directory", directory.resolve("models").toString());
        settings.put("nearline.models.serve", MODEL);
        settings.put("restart-strategy.type", "none");
        return JobProcess.start(
                "job", directory.resolve("checkpoints"), settings, directory.resolve("logs"));
    }

    private ConnectWorker worker(LocalBroker broker, PostgresServer postgres, ForumTable table)
            throws IOException {
        ConnectWorker worker =
                ConnectWorker.start(
                        broker.bootstrapServers(), postgres.port(), directory.resolve("connect"));
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            worker.requireAlive();
                            return table.hasSlot(ConnectWorker.SLOT);
                        });
        return worker;
    }

    private static UpdateConsumer consumer(Cluster cluster, UpdateStore store) {
        return new UpdateConsumer(
                cluster, store, ConsumerOptions.defaults().withCommits(50, Duration.ofMillis(200)));
    }

    /** Two people at once. */
    private List<Future<?>> write(ForumTable table, long seed) {
        List<Future<?>> writing = new ArrayList<>();
        for (long person = 0; person < 2; person++) {
            long own = seed + person;
            writing.add(
                    writers.submit(
                            () -> {
                                table.change(own, TRANSACTIONS);
                                return own;
                            }));
        }
        return writing;
    }

    private static void finish(List<Future<?>> writing) throws Exception {
        for (Future<?> one : writing) {
            one.get();
        }
    }

    private static Map<String, byte[]> publishBroken(Cluster cluster) {
        Map<String, String> broken = new LinkedHashMap<>();
        broken.put("no JSON", "neither here nor there");
        broken.put("cut off", "{\"before\":null,\"after\":{\"id\":1,\"bo");
        broken.put("truncate", "{\"op\":\"t\",\"source\":{\"lsn\":1},\"ts_ms\":1}");
        broken.put(
                "not sent",
                """
                {"op":"u","source":{"lsn":1},"ts_ms":1,
                 "after":{"id":1,"body":"__debezium_unavailable_value"}}
                """);
        Map<String, byte[]> sent = new LinkedHashMap<>();
        try (TopicWriter writer = new TopicWriter(cluster, ConnectWorker.TOPIC)) {
            broken.forEach(
                    (key, value) -> {
                        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                        sent.put(key, bytes);
                        writer.write(key.getBytes(StandardCharsets.UTF_8), bytes);
                    });
        }
        return sent;
    }

    /** Keys of the records that the job could not read as posts. */
    private static List<String> deadLetters(Cluster cluster) {
        AvroCodec<DeadLetter> codec = AvroCodec.of(DeadLetter.class);
        List<String> keys = new ArrayList<>();
        try (TopicReader reader =
                TopicReader.open(
                        cluster,
                        TopicPlan.DEAD_LETTERS.defaultName(),
                        TopicReader.StartAt.BEGINNING)) {
            reader.readToEnd(
                    record -> {
                        DeadLetter letter = codec.decode(record.value());
                        assertThat(letter.getStage()).isEqualTo(DeadLetterStage.DECODE);
                        keys.add(StandardCharsets.UTF_8.decode(letter.getKey()).toString());
                    });
        }
        return keys;
    }
}
