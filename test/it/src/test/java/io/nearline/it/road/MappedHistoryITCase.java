package io.nearline.it.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.it.model.TinyBundle;
import io.nearline.it.topic.TopicCopy;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.VectorCodec;
import io.nearline.testcluster.BrokerProcess;
import io.nearline.testcluster.DeploymentManifest;
import io.nearline.testcluster.JavaProcess;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** History of a source's own shape, read by the job jar with a mapping, against an oracle. */
class MappedHistoryITCase {

    private static final long SEED = 16;

    private final OwnHistory history = new OwnHistory(SEED);
    private final Path directory = WorkDirectory.fresh(MappedHistoryITCase.class);
    private final Path files = directory.resolve("files");
    private BrokerProcess broker;
    private TinyBundle model;

    @BeforeEach
    void start() throws IOException {
        model = TinyBundle.named("tiny", directory);
        broker = BrokerProcess.start(directory.resolve("broker"), directory.resolve("logs"));
        for (TopicPlan topic : TopicPlan.values()) {
            broker.createTopic(topic, 2);
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(HistoryForm.class)
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void theNewestOfEachPostIsEmbeddedAndWhatIsBrokenIsADeadLetter(HistoryForm form)
            throws IOException {
        Files.createDirectories(files);
        form.write(history, 0, files.resolve("0." + form.source()));
        form.write(history, 1, files.resolve("1." + form.source()));
        Files.createFile(files.resolve("_SUCCESS"));

        run(form);

        assertThatNothingIsLostOrWrong();
        assertThatWhatIsBrokenIsADeadLetter(form);
    }

    private void assertThatNothingIsLostOrWrong() {
        Map<String, OwnChange> left = history.left();
        try (TopicCopy<IndexUpdate> topic =
                        new TopicCopy<>(
                                broker.bootstrapServers(),
                                TopicPlan.BACKFILL_UPDATES,
                                IndexUpdate.class);
                Embedder embedder =
                        Embedders.open(
                                Path.of(URI.create(model.uri())), EngineOptions.forCpus(1))) {
            List<IndexUpdate> updates = topic.catchUp();

            assertThat(updates)
                    .extracting(IndexUpdate::getPostId)
                    .containsExactlyInAnyOrderElementsOf(left.keySet());
            for (IndexUpdate update : updates) {
                OwnChange change = left.get(update.getPostId());
                assertThat(update.getRevision()).isEqualTo(change.revision());
                assertThat(vector(update))
                        .as("the vector of the newest text of %s", change.id())
                        .containsExactly(
                                embedder.embed(EmbeddableText.passage(change.text()))
                                        .join()
                                        .vector(),
                                within(1e-5f));
            }
        }
    }

    private void assertThatWhatIsBrokenIsADeadLetter(HistoryForm form) {
        try (TopicCopy<DeadLetter> topic =
                new TopicCopy<>(
                        broker.bootstrapServers(), TopicPlan.DEAD_LETTERS, DeadLetter.class)) {
            List<DeadLetter> letters = topic.catchUp();

            assertThat(letters)
                    .extracting(letter -> place(form, letter))
                    .containsExactlyInAnyOrderElementsOf(history.brokenPlaces());
            assertThat(letters)
                    .allSatisfy(
                            letter -> assertThat(letter.getMessage()).isEqualTo(OwnChange.REASON));
        }
    }

    private static String place(HistoryForm form, DeadLetter letter) {
        String file =
                StandardCharsets.UTF_8
                        .decode(letter.getHeaders().get(0).getValue().duplicate())
                        .toString();
        String number = file.substring(file.lastIndexOf('/') + 1).replace("." + form.source(), "");
        return "%s@%d".formatted(number, letter.getOffset());
    }

    private static float[] vector(IndexUpdate update) {
        byte[] bytes = new byte[update.getVector().remaining()];
        update.getVector().duplicate().get(bytes);
        return VectorCodec.decode(
                new EncodedVector(update.getVectorEncoding(), update.getVectorScale(), bytes),
                update.getDimensions());
    }

    private void run(HistoryForm form) {
        try (JavaProcess job =
                JavaProcess.launch(
                                "backfill",
                                UserClassPath.JOB_JAR.entries(),
                                "io.nearline.pipeline.BackfillJob")
                        .flags(List.of("-Xmx768m", "-XX:+UseSerialGC"))
                        .flags(DeploymentManifest.read().javaFlags())
                        .arguments(arguments(form))
                        .start(directory.resolve("logs"))) {
            Awaitility.await("the backfill").atMost(Duration.ofMinutes(3)).until(job::hasFinished);
        }
    }

    private List<String> arguments(HistoryForm form) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("nearline.kafka.bootstrap-servers", broker.bootstrapServers());
        settings.put("nearline.backfill.id", "files");
        settings.put("nearline.backfill.bundle", model.uri());
        settings.put("nearline.models.cache", directory.resolve("models").toString());
        settings.put("nearline.backfill.source", form.source());
        settings.put("nearline.backfill.files", files.toString());
        settings.put("nearline.backfill.mapping", form.mapping());
        settings.put("nearline.backfill.as-of", "2026-03-02T00:00:00Z");
        settings.put("nearline.backfill.guard.enabled", "false");
        settings.put("restart-strategy.type", "none");
        return settings.entrySet().stream()
                .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }
}
