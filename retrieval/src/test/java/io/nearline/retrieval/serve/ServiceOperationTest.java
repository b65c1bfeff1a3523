package io.nearline.retrieval.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.retrieval.serve.FeedState.Phase;
import io.nearline.testkit.ProjectFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the service gets on, and how it stops. */
final class ServiceOperationTest extends ServiceOverHttp {

    @Test
    void tellsItsModels() throws Exception {
        encoders.follow(index.heldModels());

        JsonNode models = JSON.readTree(get("/v1/models", "/v1/models", 200).body());

        assertThat(models.path("active").textValue()).isEqualTo(MODEL);
        assertThat(models.at("/models/0/bundle").textValue()).isEqualTo("open");
        assertThat(models.at("/models/0/posts").longValue()).isEqualTo(3);
    }

    @Test
    void isReadyOnlyWhenCaughtUpAndAModelIsSearchedAndItsBundleIsOpen() throws Exception {
        assertThat(get("/readyz", "/readyz", 503).body()).contains("is not open");
        encoders.follow(index.heldModels());
        get("/readyz", "/readyz", 200);

        feed = state(Phase.FOLLOWING, OptionalLong.of(1_001));
        assertThat(get("/readyz", "/readyz", 503).body()).contains("1001 updates behind");
        feed = state(Phase.READING_SNAPSHOT, OptionalLong.empty());
        get("/readyz", "/readyz", 503);
        get("/healthz", "/healthz", 200);
        feed = CAUGHT_UP;
        index.deactivate();
        assertThat(get("/readyz", "/readyz", 503).body()).contains("no model is searched");
        feed = state(Phase.FAILED, OptionalLong.empty());
        get("/healthz", "/healthz", 503);
    }

    @Test
    void sendsLiveNumbers() throws Exception {
        HttpResponse<InputStream> stream =
                client.send(
                        HttpRequest.newBuilder(address("/v1/events"))
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofInputStream());
        List<String> states = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
            while (states.size() < 2) {
                String line = lines.readLine();
                if (line.startsWith("data: ")) {
                    states.add(line.substring("data: ".length()));
                }
            }
        }

        assertThat(stream.statusCode()).isEqualTo(200);
        for (String state : states) {
            assertThat(CONTRACT.problemsOfLiveState(state)).isEmpty();
        }
        assertThat(JSON.readTree(states.get(0)).path("newest")).hasSize(3);
        get("/v1/events", "/v1/events", 406);
    }

    @Test
    void countsWhatBecameOfQueries() throws Exception {
        search("{\"text\": \"p-1\"}", 200);
        search("{\"text\": \"p-1\", \"mode\": \"words\"}", 422);
        search("{\"k\": 1}", 400);

        await().until(() -> recall.count(RecallMeter.Outcome.COMPARED) == 1);
        String metrics = get("/metrics").body();

        assertThat(metrics)
                .contains(
                        "nearline_query_recall_wanted_total{filter=\"none\",model=\"hashes\"} 3.0",
                        "nearline_query_recall_found_total{filter=\"none\",model=\"hashes\"} 3.0",
                        "nearline_query_recall_checks_total{outcome=\"dropped\"} 0.0",
                        "nearline_query_requests_total{mode=\"vector\",outcome=\"answered\"} 1.0",
                        "nearline_query_requests_total{mode=\"words\",outcome=\"no-texts\"} 1.0",
                        "nearline_query_requests_total{mode=\"unknown\",outcome=\"invalid-value\"}"
                                + " 1.0",
                        "nearline_query_seconds_bucket{mode=\"vector\",le=\"+Inf\"} 1",
                        "nearline_query_index_freshness_seconds{quantile=\"0.99\"} 0.2",
                        "nearline_query_index_posts{digest=\"%s\",model=\"hashes\"} 3.0"
                                .formatted(DIGEST),
                        "nearline_query_index_records_behind 0.0");
        List<String> documented = documentedMetrics();
        metrics.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .forEach(line -> assertThat(documented).contains(line.split(" ")[2]));
    }

    @Test
    void showsItsContractAndItsPage() throws Exception {
        assertThat(get("/openapi.yaml").body()).startsWith("openapi: 3.1.0");
        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(get("/none-such").statusCode()).isEqualTo(404);
        assertThat(get("/none-such").body()).contains("urn:nearline:problem:not-found");
    }

    @Test
    void answersWhatIsUnderWayBeforeItStops() throws Exception {
        CountDownLatch until = new CountDownLatch(1);
        index.holdBack(until);
        CompletableFuture<HttpResponse<String>> underWay =
                client.sendAsync(post("{\"text\": \"p-1\"}").build(), BodyHandlers.ofString());
        awaitInFlight(1);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
        awaitNotReady();

        String late = search("{\"text\": \"p-1\"}", 503).toString();
        until.countDown();

        assertThat(late).contains("stopping");
        assertThat(underWay.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        closing.get(30, TimeUnit.SECONDS);
    }

    private void awaitNotReady() throws Exception {
        while (!get("/readyz").body().contains("the service is stopping")) {
            Thread.onSpinWait();
        }
    }

    private static FeedState state(Phase phase, OptionalLong behind) {
        return new FeedState(
                phase,
                Optional.empty(),
                true,
                behind,
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Optional.empty());
    }

    private static List<String> documentedMetrics() throws IOException {
        Path page = ProjectFiles.root().resolve("docs/reference/query-metrics.md");
        try (Stream<String> lines = Files.lines(page)) {
            return lines.filter(line -> line.startsWith("| `"))
                    .map(line -> line.substring(3, line.indexOf('`', 3)))
                    .toList();
        }
    }
}
