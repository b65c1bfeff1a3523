package io.nearline.retrieval.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.retrieval.history.AppliedOutcomes;
import io.nearline.retrieval.history.LettersOfPost;
import io.nearline.retrieval.history.PostLetter;
import io.nearline.retrieval.serve.FeedState.Phase;
import io.nearline.retrieval.words.PostText;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.testkit.ProjectFiles;
import io.nearline.testkit.Updates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The service over HTTP, above a small index. Every answer is held against the contract. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class QueryServerTest {

    private static final Contract CONTRACT = new Contract();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MODEL = "hashes";
    private static final String DIGEST = "0a".repeat(32);
    private static final String NEXT = "next-hashes";
    private static final String NEXT_DIGEST = "0b".repeat(32);

    private static final FeedState CAUGHT_UP =
            new FeedState(
                    Phase.FOLLOWING,
                    Optional.empty(),
                    true,
                    OptionalLong.of(0),
                    Optional.of(Instant.parse("2026-03-01T13:00:00Z")),
                    Optional.of(Duration.ofMillis(80)),
                    Optional.of(Duration.ofMillis(200)));

    @TempDir private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AppliedPosts applied = new AppliedPosts(InstantSource.system());
    private final ListedPosts index = new ListedPosts(applied);
    private final AppliedOutcomes outcomes = new AppliedOutcomes(InstantSource.system());
    private final RecallMeter recall = new RecallMeter(index, 1, () -> 0);
    private volatile FeedState feed = CAUGHT_UP;
    private QueryEncoders encoders;
    private QueryServer server;

    @BeforeEach
    void start() throws IOException {
        index.hold(MODEL, DIGEST);
        index.activate(MODEL);
        for (String id : List.of("p-1", "p-2", "a/b c@d")) {
            index.put(MODEL, id, 3, HashEmbedder.vectorOf(id), Map.of("author", "ann"));
        }
        encoders =
                new QueryEncoders(
                        new EveryBundle(),
                        path -> new HashEmbedder(MODEL, path.getFileName().toString()));
        restart(ServerSettings.defaults());
    }

    @AfterEach
    void stop() {
        server.close();
        recall.close();
        encoders.close();
    }

    @Test
    void findsByTextWithTheModelsOwnBundle() throws Exception {
        JsonNode answer = search("{\"text\": \"p-2\", \"k\": 2}", 200);

        assertThat(answer.at("/hits/0/id").textValue()).isEqualTo("p-2");
        assertThat(answer.at("/hits")).hasSize(2);
        assertThat(answer.at("/model/digest").textValue()).isEqualTo(DIGEST);
        assertThat(answer.at("/plan/expectedRecall").doubleValue()).isEqualTo(1);
        assertThat(answer.at("/freshness/recordsBehind").longValue()).isZero();
        assertThat(answer.at("/hits/0").has("sources")).isFalse();
        assertThat(answer.at("/hits/0").has("vector")).isFalse();
    }

    @Test
    void findsByVectorAndByPostAndExplains() throws Exception {
        String vector = JSON.writeValueAsString(HashEmbedder.vectorOf("p-1"));
        JsonNode byVector =
                search(
                        """
                        {"vector": %s, "modelDigest": "%s", "explain": true, "include": ["vector"],
                         "filter": {"exclude": ["p-2"], "languages": ["en"], "minSimilarity": -1,
                                    "attributes": {"author": ["ann"]}, "from": "2026-01-01T00:00:00Z"},
                         "groupBy": {"attribute": "author"}, "exact": true, "collapse": 0.99}
                        """
                                .formatted(vector, DIGEST),
                        200);
        JsonNode byPost = search("{\"like\": [\"p-1\"]}", 200);

        assertThat(byVector.at("/hits/0/id").textValue()).isEqualTo("p-1");
        assertThat(byVector.at("/hits/0/sources/0/source").textValue()).isEqualTo("vector");
        assertThat(byVector.at("/hits/0").has("text")).isFalse();
        assertThat(byVector.at("/hits/0/vector")).hasSize(ListedPosts.DIMENSIONS);
        assertThat(byPost.findValuesAsText("id")).doesNotContain("p-1");
    }

    @Test
    void answersTheShortForm() throws Exception {
        HttpResponse<String> answer =
                get(
                        "/v1/search?q=p-2&k=1&language=en&author=ann&attribute=topic:a:b&exclude=p-9"
                            + "&exact=true&explain=true&minSimilarity=-1&groupBy=author&wait=1s&include=text",
                        "/v1/search",
                        200);

        assertThat(JSON.readTree(answer.body()).at("/hits/0/id").textValue()).isEqualTo("p-2");
    }

    @Test
    void showsWhatPostsSayOnRequest() throws Exception {
        JsonNode hits =
                search("{\"text\": \"p-2\", \"include\": [\"text\", \"vector\"]}", 200).at("/hits");

        assertThat(hits.at("/0/text/body").textValue()).isEqualTo("what the post says");
        assertThat(hits.at("/0/text/revision").longValue()).isEqualTo(3);
        assertThat(hits.at("/1/text").isNull()).isTrue();
    }

    @Test
    void handsCandidatesOverAsJsonLines() throws Exception {
        HttpResponse<String> answer =
                send(
                        post("{\"text\": \"p-2\", \"k\": 2000, \"include\": [\"vector\","
                                        + " \"text\"]}")
                                .header("Accept", "application/x-ndjson"),
                        "/v1/search",
                        200);

        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSize(3);
        JsonNode first = JSON.readTree(lines.get(0));
        assertThat(first.at("/id").textValue()).isEqualTo("p-2");
        assertThat(first.at("/modelDigest").textValue()).isEqualTo(DIGEST);
        assertThat(first.at("/sources/vector/rank").intValue()).isEqualTo(1);
        assertThat(answer.headers().firstValue("Nearline-Model-Digest")).contains(DIGEST);
        assertThat(answer.headers().firstValue("Nearline-Plan")).contains("exact");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {                                             | 400 | malformed-json    |
                    []                                            | 400 | malformed-json    |
                    {"text": "a", "text": "b"}                    | 400 | malformed-json    |
                    {"text": "a", "top": 3}                       | 400 | unknown-field     | top
                    {"text": "a", "filter": {"langs": ["en"]}}    | 400 | unknown-field     | filter.langs
                    {"text": "a", "k": 2001}                      | 400 | invalid-value     | k
                    {"text": "a", "k": "5"}                       | 400 | invalid-value     | k
                    {"text": "a", "k": 501, "collapse": 0.9}      | 400 | invalid-value     | k
                    {"k": 5}                                      | 400 | invalid-value     | text
                    {"text": ""}                                  | 400 | invalid-value     | text
                    {"text": "a", "mode": "semantic"}             | 400 | invalid-value     | mode
                    {"like": ["p-1"], "mode": "hybrid"}           | 400 | invalid-value     | mode
                    {"text": "a", "wait": "2m"}                   | 400 | invalid-value     | wait
                    {"text": "a", "wait": "31s"}                  | 400 | invalid-value     | wait
                    {"text": "a", "after": ["p-1"]}               | 400 | invalid-value     | after
                    {"vector": [1, 2, 3]}                         | 400 | invalid-value     | modelDigest
                    {"vector": [1, 1e99], "modelDigest": "0"}     | 400 | invalid-value     | vector
                    {"text": "a", "filter": {"from": "today"}}    | 400 | invalid-value     | filter.from
                    {"text": "a", "filter": {"minSimilarity": 2}} | 400 | invalid-value     | filter.minSimilarity
                    {"text": "a", "modelDigest": "DIGEST"}        | 409 | other-model       | modelDigest
                    {"vector": [1, 2, 3], "modelDigest": "OWN"}   | 422 | wrong-dimensions  |
                    {"like": ["nobody"]}                          | 422 | unknown-post      |
                    {"text": "a", "mode": "words"}                | 422 | no-texts          |
                    {"text": "[poison]"}                          | 422 | unembeddable-text | text
                    {"text": "a", "model": "none-such"}           | 503 | no-model          | model
                    """)
    void saysWhatIsWrongAndWhere(String body, int status, String problem, String field)
            throws Exception {
        JsonNode answer =
                search(body.replace("DIGEST", "0c".repeat(32)).replace("OWN", DIGEST), status);

        assertThat(answer.path("type").textValue()).isEqualTo("urn:nearline:problem:" + problem);
        assertThat(answer.path("field").textValue()).isEqualTo(field);
        assertThat(answer.path("status").intValue()).isEqualTo(status);
        assertThat(answer.path("detail").textValue()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/search",
                "/v1/search?q=a&q=b",
                "/v1/search?q=a&top=3",
                "/v1/search?q=a&k=many",
                "/v1/search?q=a&attribute=topic",
                "/v1/search?q=a&exact=1"
            })
    void refusesAddressesThatMakeNoSense(String address) throws Exception {
        get(address, "/v1/search", 400);
    }

    @Test
    void neverShowsWhatSomebodyTypedNorAStackTrace() throws Exception {
        index.fail(new IllegalStateException("a fault of ours"));

        String broken = search("{\"text\": \"my secret\"}", 500).toString();
        String wrong = search("{\"text\": \"my secret\", \"k\": \"my secret\"}", 400).toString();
        String cut = search("{\"text\": \"my secret", 400).toString();

        assertThat(broken).doesNotContain("secret", "Exception", "fault of ours");
        assertThat(wrong).doesNotContain("secret");
        assertThat(cut).doesNotContain("secret");
    }

    @Test
    void logsNothingThatSomebodyTyped() throws Exception {
        index.fail(new IllegalStateException("a fault of ours"));
        try (ServiceLog log = ServiceLog.open()) {
            search("{\"text\": \"my secret\", \"filter\": {\"exclude\": [\"my secret\"]}}", 500);
            get("/v1/search?q=my+secret", "/v1/search", 500);
            search("{\"text\": \"my secret", 400);

            assertThat(log.lines())
                    .anyMatch(line -> line.contains("a fault of ours"))
                    .noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void refusesBodiesThatAreTooLargeOrNotJson() throws Exception {
        String exclude = "\"%s\",".formatted("x".repeat(100)).repeat(90_000);
        HttpResponse<String> large =
                send(
                        post(
                                "{\"text\": \"a\", \"filter\": {\"exclude\": [%s \"y\"]}}"
                                        .formatted(exclude)),
                        "/v1/search",
                        413);
        HttpResponse<String> form =
                send(
                        HttpRequest.newBuilder(address("/v1/search"))
                                .POST(BodyPublishers.ofString("text=a"))
                                .header("Content-Type", "application/x-www-form-urlencoded"),
                        "/v1/search",
                        415);

        assertThat(large.body()).contains("body-too-large");
        assertThat(form.body()).contains("not-json");
    }

    @Test
    void takesTenThousandExcludedIds() throws Exception {
        List<String> ids = new ArrayList<>(List.of("p-2"));
        for (int i = 0; i < 10_000; i++) {
            ids.add("seen-" + i);
        }
        JsonNode answer =
                search(
                        "{\"text\": \"p-2\", \"filter\": {\"exclude\": %s}}"
                                .formatted(JSON.writeValueAsString(ids)),
                        200);

        assertThat(answer.findValuesAsText("id")).doesNotContain("p-2").hasSize(2);
    }

    @Test
    void refusesToEmbedWithAnotherBundleAndNamesBothDigests() throws Exception {
        QueryEncoders real =
                new QueryEncoders(
                        new BundleFinder(
                                List.of(bundleNamed(MODEL)), (name, digest) -> Optional.empty()),
                        path -> new HashEmbedder(MODEL, "never opened"));
        restart(ServerSettings.defaults(), real);

        String detail = search("{\"text\": \"a\"}", 503).path("detail").textValue();

        assertThat(detail)
                .contains(DIGEST)
                .containsPattern("the digest [0-9a-f]{64}")
                .contains("--bundle");
    }

    @Test
    void readsWhatWasWritten() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting =
                client.sendAsync(
                        post("{\"text\": \"new\", \"k\": 1, \"after\": [\"p-new@7\"], \"wait\":"
                                        + " \"30s\"}")
                                .build(),
                        BodyHandlers.ofString());
        index.put(MODEL, "p-new", 6, HashEmbedder.vectorOf("old"), Map.of());
        index.put(MODEL, "p-new", 7, HashEmbedder.vectorOf("new"), Map.of());

        JsonNode answer = JSON.readTree(waiting.get(30, TimeUnit.SECONDS).body());

        assertThat(answer.at("/hits/0/id").textValue()).isEqualTo("p-new");
        assertThat(answer.at("/hits/0/revision").longValue()).isEqualTo(7);
    }

    @Test
    void readsADeletionThatWasWritten() throws Exception {
        index.delete(MODEL, "p-2", 4);

        JsonNode answer = search("{\"text\": \"p-2\", \"after\": [\"p-2@4\"]}", 200);

        assertThat(answer.findValuesAsText("id")).doesNotContain("p-2");
    }

    @Test
    void refusesAnAnswerThatWouldBeStale() throws Exception {
        JsonNode answer =
                search("{\"text\": \"p-2\", \"after\": [\"p-2@9\"], \"wait\": \"10ms\"}", 412);

        assertThat(answer.path("type").textValue()).endsWith("not-reached");
    }

    @Test
    void answersFromOneModelAcrossAPromotion() throws Exception {
        index.hold(NEXT, NEXT_DIGEST);
        index.put(NEXT, "p-1", 3, HashEmbedder.vectorOf("p-1"), Map.of());
        JsonNode before = search("{\"text\": \"p-1\"}", 200);
        index.activate(NEXT);
        JsonNode after = search("{\"text\": \"p-1\"}", 200);
        JsonNode former = search("{\"text\": \"p-1\", \"model\": \"hashes\"}", 200);

        assertThat(before.at("/model/digest").textValue()).isEqualTo(DIGEST);
        assertThat(after.at("/model/digest").textValue()).isEqualTo(NEXT_DIGEST);
        assertThat(former.at("/model/digest").textValue()).isEqualTo(DIGEST);
    }

    @Test
    void tellsWhatIsHeldOfAPost() throws Exception {
        String id = "a/b c@d";
        String path = "/v1/posts/a/" + URLEncoder.encode("b c@d", UTF_8).replace("+", "%20");

        HttpResponse<String> held = get(path, "/v1/posts/{id}", 200);
        get("/v1/posts/nobody", "/v1/posts/{id}", 404);

        JsonNode post = JSON.readTree(held.body());
        assertThat(post.path("id").textValue()).isEqualTo(id);
        assertThat(post.at("/held/0/revision").longValue()).isEqualTo(3);
        assertThat(post.at("/held/0/active").booleanValue()).isTrue();
    }

    @Test
    void tellsWhatBecameOfAPost() throws Exception {
        outcomes.upserted(
                IndexUpdate.newBuilder(Updates.upsert("p-1", 3, MODEL))
                        .setOrigin(UpdateOrigin.BACKFILL)
                        .build(),
                Optional.of(Instant.parse("2026-03-01T12:00:01Z")));

        JsonNode backfilled = historyOf("p-1");
        JsonNode heldBefore = historyOf("p-2");

        assertThat(backfilled.at("/outcomes/0/outcome").textValue()).isEqualTo("backfilled");
        assertThat(backfilled.at("/outcomes/0/publishedAt").textValue())
                .isEqualTo("2026-03-01T12:00:01Z");
        assertThat(backfilled.at("/outcomes/0/appliedAt").isTextual()).isTrue();
        assertThat(heldBefore.at("/outcomes/0/outcome").textValue()).isEqualTo("embedded");
        assertThat(heldBefore.at("/outcomes/0/appliedAt").isNull()).isTrue();
        assertThat(heldBefore.at("/newestRevision").longValue()).isEqualTo(3);
    }

    @Test
    void tellsOfPostsThatItDoesNotHold() throws Exception {
        outcomes.deleted(new IndexKey("p-gone", MODEL), 9, Optional.empty());

        JsonNode deleted = historyOf("p-gone");
        JsonNode failed = historyOf("p-bad");
        String unknown = get("/v1/posts/nobody", "/v1/posts/{id}", 404).body();

        assertThat(deleted.at("/held")).isEmpty();
        assertThat(deleted.at("/outcomes/0/outcome").textValue()).isEqualTo("deleted");
        assertThat(deleted.at("/newestRevision").longValue()).isEqualTo(9);
        assertThat(failed.at("/deadLetters/letters/0/place").textValue()).isEqualTo("0:17");
        assertThat(failed.at("/newestRevision").longValue()).isEqualTo(7);
        assertThat(unknown).contains("since 2026-01-01", "older than the topics keep");
    }

    private JsonNode historyOf(String id) throws Exception {
        return JSON.readTree(get("/v1/posts/" + id, "/v1/posts/{id}", 200).body());
    }

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
    void asksForItsToken() throws Exception {
        Path file = directory.resolve("token");
        Files.writeString(file, "0123456789abcdef\n");
        ServerSettings open = ServerSettings.defaults();
        restart(
                new ServerSettings(
                        open.host(),
                        0,
                        Optional.of(AccessToken.read(file)),
                        Optional.empty(),
                        open.readyRecordsBehind(),
                        open.queriesAtOnce(),
                        open.queriesPerSecond(),
                        open.largestBody(),
                        open.drain()));

        get("/v1/models", "/v1/models", 401);
        assertThat(get("/metrics").statusCode()).isEqualTo(401);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        send(
                HttpRequest.newBuilder(address("/v1/models"))
                        .header("Authorization", "Bearer 0123456789abcdef"),
                "/v1/models",
                200);
        send(
                HttpRequest.newBuilder(address("/v1/models"))
                        .header("Authorization", "Bearer 0123456789abcdeg"),
                "/v1/models",
                401);
    }

    @Test
    void tellsThoseWhoComeTooManyToComeAgain() throws Exception {
        CountDownLatch until = new CountDownLatch(1);
        restart(limited(1, Double.POSITIVE_INFINITY));
        index.holdBack(until);
        CompletableFuture<HttpResponse<String>> first =
                client.sendAsync(post("{\"text\": \"p-1\"}").build(), BodyHandlers.ofString());
        awaitInFlight(1);

        HttpResponse<String> second = send(post("{\"text\": \"p-1\"}"), "/v1/search", 503);
        until.countDown();

        assertThat(second.headers().firstValue("Retry-After")).contains("1");
        assertThat(second.body()).contains("overloaded");
        assertThat(first.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    void keepsToItsRate() throws Exception {
        restart(limited(8, 1e-3));

        search("{\"text\": \"p-1\"}", 200);
        HttpResponse<String> second = send(post("{\"text\": \"p-1\"}"), "/v1/search", 429);

        assertThat(second.headers().firstValue("Retry-After")).contains("1");
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

    private ServerSettings limited(int atOnce, double perSecond) {
        ServerSettings open = ServerSettings.defaults();
        return new ServerSettings(
                open.host(),
                0,
                Optional.empty(),
                Optional.empty(),
                open.readyRecordsBehind(),
                atOnce,
                perSecond,
                open.largestBody(),
                open.drain());
    }

    private void awaitInFlight(int queries) throws Exception {
        while (!get("/metrics")
                .body()
                .contains("nearline_query_in_flight %d.0".formatted(queries))) {
            Thread.onSpinWait();
        }
    }

    private void awaitNotReady() throws Exception {
        while (!get("/readyz").body().contains("the service is stopping")) {
            Thread.onSpinWait();
        }
    }

    private void restart(ServerSettings settings) {
        restart(settings, encoders);
    }

    private void restart(ServerSettings settings, QueryEncoders with) {
        if (server != null) {
            server.close();
        }
        QueryService service =
                new QueryService(index, with, this::text, applied, () -> feed, recall);
        server =
                QueryServer.start(
                        service,
                        new PostHistories(service, outcomes, this::letters),
                        applied,
                        settings.at(settings.host(), 0),
                        InstantSource.system());
    }

    private LettersOfPost letters(String postId) {
        List<PostLetter> letters =
                postId.equals("p-bad")
                        ? List.of(
                                new PostLetter(
                                        postId,
                                        "0:17",
                                        "posts:1:4",
                                        Optional.of(MODEL),
                                        OptionalLong.of(7),
                                        "EMBED",
                                        "TextTooLong",
                                        "The text has no words: change it.",
                                        false,
                                        1,
                                        Instant.parse("2026-03-01T12:00:00Z")))
                        : List.of();
        return new LettersOfPost(
                letters, Optional.of(Instant.parse("2026-01-01T00:00:00Z")), Optional.empty());
    }

    private Optional<PostText> text(String postId) {
        return postId.equals("p-2")
                ? Optional.of(
                        new PostText(
                                "p-2",
                                3,
                                Optional.of("ann"),
                                Optional.empty(),
                                Optional.of("what the post says"),
                                List.of()))
                : Optional.empty();
    }

    private static FeedState state(Phase phase, OptionalLong behind) {
        return new FeedState(
                phase,
                Optional.empty(),
                true,
                behind,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private JsonNode search(String body, int status) throws Exception {
        HttpResponse<String> answer = send(post(body), "/v1/search", status);
        if (status == 200) {
            assertThat(CONTRACT.problemsOfSearch(body)).isEmpty();
        }
        return JSON.readTree(answer.body());
    }

    private HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(address("/v1/search"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String contractPath, int status)
            throws Exception {
        return send(HttpRequest.newBuilder(address(path)), contractPath, status);
    }

    /** Sends, and holds what comes against the contract. */
    private HttpResponse<String> send(HttpRequest.Builder builder, String contractPath, int status)
            throws Exception {
        HttpRequest request = builder.build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        String type =
                answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        String method = request.method().toLowerCase(Locale.ROOT);
        List<String> values =
                type.equals("application/x-ndjson")
                        ? answer.body().lines().toList()
                        : List.of(answer.body());
        for (String value : values) {
            assertThat(CONTRACT.problems(contractPath, method, status, type, value))
                    .as(value)
                    .isEmpty();
        }
        return answer;
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
    }

    /** A directory with the manifest of a real bundle; nothing else of it is looked at. */
    private Path bundleNamed(String model) throws IOException {
        Path bundle = Files.createDirectories(directory.resolve("bundles").resolve(model));
        JsonNode manifest = JSON.readTree(ProjectFiles.int8Bundle().resolve("model.json").toFile());
        ((ObjectNode) manifest).put("name", model);
        JSON.writeValue(bundle.resolve("model.json").toFile(), manifest);
        return bundle;
    }

    /** A bundle of every digest, which is its path. */
    private static final class EveryBundle implements Bundles {

        @Override
        public Optional<Path> find(String modelName, String digest) {
            return Optional.of(Path.of(digest));
        }

        @Override
        public Map<Path, String> digestsOf(String modelName) {
            return Map.of();
        }
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
