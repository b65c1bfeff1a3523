package io.nearline.retrieval.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a request is said, and what somebody typed is not. */
final class RefusedRequestsTest extends ServiceOverHttp {

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
}
