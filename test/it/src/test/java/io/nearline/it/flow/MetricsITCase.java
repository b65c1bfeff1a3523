package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.operators.deadletter.Stage;
import io.nearline.operators.embed.ServedModel;
import io.nearline.operators.metrics.MetricNames;
import io.nearline.schemas.PostEvent;
import io.nearline.testcluster.FreePorts;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.ProjectFiles;
import java.lang.reflect.Field;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All metrics after one run with a real and a fake model, in memory and over HTTP. */
@Timeout(120)
class MetricsITCase {

    private static final int TEXTS = 20;

    private static final Set<String> LABELS =
            Set.of(
                    MetricNames.REASON,
                    MetricNames.ACTION,
                    MetricNames.STAGE,
                    MetricNames.MODEL,
                    MetricNames.DIGEST,
                    MetricNames.KIND);

    private static final Map<String, Set<String>> LABELS_BY_NAME =
            Map.ofEntries(
                    Map.entry(MetricNames.OFFSETS_MISSED, Set.of()),
                    Map.entry(MetricNames.POSTS_READ, Set.of()),
                    Map.entry(MetricNames.POSTS_RETRIED, Set.of()),
                    Map.entry(MetricNames.POSTS_HELD_BACK, Set.of()),
                    Map.entry(MetricNames.RETRIES_REFUSED, Set.of(MetricNames.REASON)),
                    Map.entry(MetricNames.POSTS_SKIPPED, Set.of(MetricNames.REASON)),
                    Map.entry(MetricNames.POSTS_ADMITTED, Set.of(MetricNames.ACTION)),
                    Map.entry(MetricNames.MERGED, Set.of()),
                    Map.entry(MetricNames.MERGE_SKIPPED, Set.of(MetricNames.REASON)),
                    Map.entry(MetricNames.MERGE_HELD_BACK, Set.of()),
                    Map.entry(MetricNames.DEAD_LETTERS, Set.of(MetricNames.STAGE)),
                    Map.entry(MetricNames.TEXTS_CUT, Set.of()),
                    Map.entry(MetricNames.TEXTS_REPAIRED, Set.of()),
                    Map.entry(MetricNames.TOKENS, Set.of(MetricNames.MODEL)),
                    Map.entry(MetricNames.CACHE_HITS, Set.of(MetricNames.MODEL)),
                    Map.entry(MetricNames.CACHE_MISSES, Set.of(MetricNames.MODEL)),
                    Map.entry(MetricNames.TRUNCATIONS, Set.of(MetricNames.MODEL)),
                    Map.entry(MetricNames.BATCH_TEXTS, Set.of(MetricNames.MODEL)),
                    Map.entry(MetricNames.BATCH_TOKENS, Set.of(MetricNames.MODEL)),
                    Map.entry(MetricNames.PADDING_PERCENT, Set.of(MetricNames.MODEL)),
                    Map.entry(MetricNames.QUEUE_MICROS, Set.of(MetricNames.MODEL)),
                    Map.entry(MetricNames.INFERENCE_MICROS, Set.of(MetricNames.MODEL)),
                    Map.entry(
                            MetricNames.EMBED_FAILURES,
                            Set.of(MetricNames.MODEL, MetricNames.REASON)),
                    Map.entry(
                            MetricNames.UNHEALTHY_VECTORS,
                            Set.of(MetricNames.MODEL, MetricNames.REASON)),
                    Map.entry(
                            MetricNames.MODEL_INFO, Set.of(MetricNames.MODEL, MetricNames.DIGEST)),
                    Map.entry(MetricNames.MODEL_OPEN_FAILURES, Set.of()),
                    Map.entry(MetricNames.MODELS_SERVED, Set.of()),
                    Map.entry(MetricNames.STAGING_MS, Set.of()),
                    Map.entry(MetricNames.STAGING_REFUSED, Set.of()),
                    Map.entry(MetricNames.DECISIONS_IGNORED, Set.of(MetricNames.REASON)),
                    Map.entry(MetricNames.VECTORS_FREED, Set.of()),
                    Map.entry(MetricNames.UPDATES, Set.of(MetricNames.MODEL, MetricNames.KIND)),
                    Map.entry(MetricNames.TOMBSTONES, Set.of(MetricNames.MODEL)),
                    Map.entry(MetricNames.FRESHNESS_MS, Set.of(MetricNames.MODEL)));

    /** Of a lane that this job does not have. */
    private static final Set<String> OF_THE_COPY = Set.of(MetricNames.UPDATES_NOT_FRAMED);

    @TempDir private static Path directory;

    private static final FakeEmbedder FAKE = JobRig.newFake();
    private static ModelBundle real;
    private static Meters meters;
    private static String scraped;

    @BeforeAll
    static void run() throws Exception {
        real = ModelBundle.open(ProjectFiles.int8Bundle());
        FAKE.refuse("rain 0");
        int port = FreePorts.next();
        try (JobRig rig = JobRig.in(directory)) {
            rig.set(reporter("factory.class"), PrometheusReporterFactory.class.getName())
                    .set(reporter("port"), Integer.toString(port))
                    .set(reporter("filterLabelValueCharacters"), "false");
            try (RunningJob job = rig.start(List.of(servedBundle(), JobRig.served(FAKE)))) {
                List<PostEvent> posts = posts();
                rig.topics().publishControl(new byte[] {'m'}, new byte[] {1});
                rig.topics().publish(posts);
                job.waiting().until(() -> job.meters().count(MetricNames.UPDATES) == 2 * TEXTS - 2);
                scraped = scrape(port);
                job.drain();
                meters = job.meters();
            }
        }
    }

    private static ConfigOption<String> reporter(String key) {
        return ConfigOptions.key("metrics.reporter.prom." + key).stringType().noDefaultValue();
    }

    private static ServedModel servedBundle() {
        String bundle = real.directory().toString();
        return new ServedModel(
                real.id(),
                () ->
                        Embedders.open(
                                Path.of(bundle), EngineOptions.forCpus(2).withCacheBytes(1 << 20)));
    }

    /** The fake refuses the first text and has an unhealthy vector for the second. */
    private static List<PostEvent> posts() {
        List<PostEvent> posts = new ArrayList<>();
        posts.add(aPost("post").body("rain 0").at(Instant.now()).build());
        posts.add(aPost("bad").body("rain " + FakeEmbedder.UNHEALTHY).at(Instant.now()).build());
        for (int i = 2; i < TEXTS; i++) {
            posts.add(aPost("post-" + i).body("rain " + i).at(Instant.now()).build());
        }
        posts.add(posts.get(0));
        return posts;
    }

    private static String scrape(int port) throws Exception {
        URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void everyNameHasATestOfItsLabels() throws Exception {
        Set<String> tested = new TreeSet<>(LABELS_BY_NAME.keySet());
        tested.addAll(LABELS);
        tested.addAll(OF_THE_COPY);
        tested.add(MetricNames.GROUP);
        Set<String> declared = new TreeSet<>();
        for (Field field : MetricNames.class.getFields()) {
            declared.add((String) field.get(null));
        }

        assertThat(tested).isEqualTo(declared);
    }

    @Test
    void everyNameIsRegisteredWithItsLabels() {
        assertThat(meters.labelsByName(LABELS)).containsAllEntriesOf(LABELS_BY_NAME);
    }

    @Test
    void countsOutcomesByModel() {
        String fake = FAKE.model().name();

        SoftAssertions.assertSoftly(
                softly -> {
                    softly.assertThat(updates(real.id().name())).isEqualTo(TEXTS);
                    softly.assertThat(updates(fake)).isEqualTo(TEXTS - 2);
                    softly.assertThat(count(MetricNames.EMBED_FAILURES, fake)).isEqualTo(2);
                    softly.assertThat(
                                    meters.count(
                                            MetricNames.UNHEALTHY_VECTORS,
                                            Map.of(
                                                    MetricNames.MODEL,
                                                    fake,
                                                    MetricNames.REASON,
                                                    "zero_norm")))
                            .isEqualTo(1);
                    softly.assertThat(
                                    meters.count(
                                            MetricNames.DEAD_LETTERS, MetricNames.STAGE, "embed"))
                            .isEqualTo(2);
                });
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void countsTheDeadLettersOfEveryStageFromTheStart(Stage stage) {
        assertThat(
                        meters.isThere(
                                MetricNames.DEAD_LETTERS,
                                MetricNames.STAGE,
                                stage.name().toLowerCase(Locale.ROOT)))
                .isTrue();
    }

    @Test
    void measuresWhatTheRealModelDid() {
        String model = real.id().name();

        // Two words and two special tokens at least.
        assertThat(count(MetricNames.TOKENS, model)).isBetween(4L * TEXTS, 10L * TEXTS);
        assertThat(meters.values(MetricNames.QUEUE_MICROS, MetricNames.MODEL, model))
                .isEqualTo(TEXTS);
        assertThat(meters.statistics(MetricNames.INFERENCE_MICROS, MetricNames.MODEL, model))
                .isNotEmpty()
                .allSatisfy(micros -> assertThat(micros.getMin()).isPositive());
        assertThat(meters.statistics(MetricNames.BATCH_TEXTS, MetricNames.MODEL, model))
                .allSatisfy(texts -> assertThat(texts.getMax()).isEqualTo(1));
        assertThat(meters.statistics(MetricNames.PADDING_PERCENT, MetricNames.MODEL, model))
                .allSatisfy(percent -> assertThat(percent.getMax()).isZero());
        assertThat(meters.statistics(MetricNames.FRESHNESS_MS, MetricNames.MODEL, model))
                .isNotEmpty()
                .allSatisfy(
                        millis ->
                                assertThat(millis.getMax())
                                        .isBetween(1L, Duration.ofMinutes(2).toMillis()));
    }

    @Test
    void servesThemToPrometheusWhenConfigured() {
        String prefix = "flink_taskmanager_job_task_operator_nearline_";

        assertThat(scraped)
                .contains(prefix + "posts_read{")
                .contains(prefix + "reason_posts_skipped{")
                .contains(prefix + "model_freshness_ms{")
                .contains("model=\"" + real.id().name() + "\"")
                .contains("digest=\"" + real.id().digest() + "\"");
    }

    private static long updates(String model) {
        return count(MetricNames.UPDATES, model);
    }

    private static long count(String name, String model) {
        return meters.count(name, MetricNames.MODEL, model);
    }
}
