package io.nearline.it.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.it.model.TinyBundle;
import io.nearline.it.topic.TopicCopy;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testcluster.Artifacts;
import io.nearline.testcluster.BrokerProcess;
import io.nearline.testcluster.DeploymentManifest;
import io.nearline.testcluster.JavaProcess;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that Spark and DuckDB wrote, on both roads from end to end, and one that was cut. */
class FilesOfOthersITCase {

    private static final String AS_OF = "2026-03-02T00:00:00Z";

    private final Path directory = WorkDirectory.fresh(FilesOfOthersITCase.class);
    private final Path logs = directory.resolve("logs");
    private final Path history =
            Artifacts.source(
                    "pipeline/src/test/resources/io/nearline/pipeline/source/files/written");
    private BrokerProcess broker;
    private TinyBundle model;

    @BeforeEach
    void start() throws IOException {
        model = TinyBundle.named("tiny", directory);
        broker = BrokerProcess.start(directory.resolve("broker"), logs);
        for (TopicPlan topic : TopicPlan.values()) {
            broker.createTopic(topic, 2);
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void arePlannedByTheCommandLineAndEmbeddedByTheJobJar() throws Exception {
        assertPlans("spark-int96-snappy.parquet");
        assertEmbeds("duckdb-zstd.parquet");
        assertRefusesACutFile();
    }

    private void assertPlans(String file) throws Exception {
        Script.Result plan = plan(history.resolve(file));

        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out()).contains("\"records\":3").contains("\"to_embed\":2");
    }

    private void assertRefusesACutFile() throws Exception {
        byte[] whole = Files.readAllBytes(history.resolve("spark-deflate.avro"));
        Path cut =
                Files.write(directory.resolve("cut.avro"), Arrays.copyOf(whole, whole.length - 30));

        Script.Result plan = plan(cut);

        assertThat(plan.exitCode()).isEqualTo(1);
        assertThat(plan.err())
                .contains("cut.avro: record 0, near byte ")
                .contains("the file was cut")
                .contains("0 records before it were read")
                .doesNotContain("\tat ");
    }

    private Script.Result plan(Path file) throws Exception {
        return new Script(logs)
                .run(
                        "backfill",
                        "plan",
                        "--model=" + Path.of(URI.create(model.uri())),
                        "--files=" + file,
                        "--as-of=" + AS_OF,
                        "--posts-per-second=100",
                        "--json",
                        "--brokers=" + broker.bootstrapServers());
    }

    private void assertEmbeds(String file) {
        try (JavaProcess job =
                        JavaProcess.launch(
                                        "backfill",
                                        UserClassPath.JOB_JAR.entries(),
                                        "io.nearline.pipeline.BackfillJob")
                                .flags(List.of("-Xmx768m", "-XX:+UseSerialGC"))
                                .flags(DeploymentManifest.read().javaFlags())
                                .arguments(arguments(history.resolve(file)))
                                .start(logs);
                TopicCopy<IndexUpdate> vectors =
                        new TopicCopy<>(
                                broker.bootstrapServers(),
                                TopicPlan.BACKFILL_UPDATES,
                                IndexUpdate.class)) {
            Awaitility.await("the backfill").atMost(Duration.ofMinutes(2)).until(job::hasFinished);
            assertThat(vectors.catchUp())
                    .extracting(IndexUpdate::getPostId)
                    .containsExactlyInAnyOrder("d1", "d2");
        }
    }

    private List<String> arguments(Path file) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("nearline.kafka.bootstrap-servers", broker.bootstrapServers());
        settings.put("nearline.backfill.id", "files");
        settings.put("nearline.backfill.bundle", model.uri());
        settings.put("nearline.models.cache", directory.resolve("models").toString());
        settings.put("nearline.backfill.source", "parquet");
        settings.put("nearline.backfill.files", file.toString());
        settings.put("nearline.backfill.as-of", AS_OF);
        settings.put("nearline.backfill.guard.enabled", "false");
        settings.put("restart-strategy.type", "none");
        return settings.entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }
}
