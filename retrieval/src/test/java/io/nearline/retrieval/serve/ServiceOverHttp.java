package io.nearline.retrieval.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.retrieval.history.AppliedOutcomes;
import io.nearline.retrieval.history.LettersOfPost;
import io.nearline.retrieval.history.PostLetter;
import io.nearline.retrieval.serve.FeedState.Phase;
import io.nearline.retrieval.words.PostText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service over HTTP, above a small index. Every answer is held against the contract. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
abstract class ServiceOverHttp {

    static final Contract CONTRACT = new Contract();
    static final ObjectMapper JSON = new ObjectMapper();
    static final String MODEL = "hashes";
    static final String DIGEST = "0a".repeat(32);

    static final FeedState CAUGHT_UP =
            new FeedState(
                    Phase.FOLLOWING,
                    Optional.empty(),
                    true,
                    OptionalLong.of(0),
                    Optional.of(Instant.parse("2026-03-01T13:00:00Z")),
                    0,
                    0,
                    Optional.of(Duration.ofMillis(80)),
                    Optional.of(Duration.ofMillis(200)));

    @TempDir Path directory;

    final HttpClient client = HttpClient.newHttpClient();
    final AppliedPosts applied = new AppliedPosts(InstantSource.system());
    final ListedPosts index = new ListedPosts(applied);
    final AppliedOutcomes outcomes = new AppliedOutcomes(InstantSource.system());
    final RecallMeter recall = new RecallMeter(index, 1, () -> 0);
    volatile FeedState feed = CAUGHT_UP;
    QueryEncoders encoders;
    QueryServer server;

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

    void awaitInFlight(int queries) throws Exception {
        while (!get("/metrics")
                .body()
                .contains("nearline_query_in_flight %d.0".formatted(queries))) {
            Thread.onSpinWait();
        }
    }

    void restart(ServerSettings settings) {
        restart(settings, encoders);
    }

    void restart(ServerSettings settings, QueryEncoders with) {
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

    LettersOfPost letters(String postId) {
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

    Optional<PostText> text(String postId) {
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

    JsonNode search(String body, int status) throws Exception {
        HttpResponse<String> answer = send(post(body), "/v1/search", status);
        if (status == 200) {
            assertThat(CONTRACT.problemsOfSearch(body)).isEmpty();
        }
        return JSON.readTree(answer.body());
    }

    HttpRequest.Builder post(String body) {
        return HttpRequest.newBuilder(address("/v1/search"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path, String contractPath, int status) throws Exception {
        return send(HttpRequest.newBuilder(address(path)), contractPath, status);
    }

    /** Sends, and holds what comes against the contract. */
    HttpResponse<String> send(HttpRequest.Builder builder, String contractPath, int status)
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

    URI address(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
    }

    /** A bundle of every digest, which is its path. */
    static final class EveryBundle implements Bundles {

        @Override
        public Optional<Path> find(String modelName, String digest) {
            return findHere(modelName, digest);
        }

        @Override
        public Optional<Path> findHere(String modelName, String digest) {
            return Optional.of(Path.of(digest));
        }

        @Override
        public Map<Path, String> digestsOf(String modelName) {
            return Map.of();
        }
    }
}
