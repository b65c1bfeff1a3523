package io.nearline.sql.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks a query service. */
final class QueryServiceClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final URI service;
    private final Duration timeout;
    private final @Nullable String token;

    private QueryServiceClient(URI service, Duration timeout, @Nullable String token) {
        this.service = service;
        this.timeout = timeout;
        this.token = token;
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(timeout)
                        .build();
    }

    /**
     * Reads the token, and connects later.
     *
     * @throws SearchFailedException if the token cannot be read
     */
    static QueryServiceClient of(SearchSettings settings) {
        String file = settings.file();
        return new QueryServiceClient(
                settings.uri(), settings.timeout(), file == null ? null : token(file));
    }

    /** The answer to a search; fails with {@link SearchFailedException}. */
    CompletableFuture<JsonNode> search(byte[] request) {
        return answer(
                request("/v1/search")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(request))
                        .build());
    }

    /** The models that are held; fails with {@link SearchFailedException}. */
    CompletableFuture<JsonNode> models() {
        return answer(request("/v1/models").GET().build());
    }

    private CompletableFuture<JsonNode> answer(HttpRequest request) {
        return Attempts.of(client, request, timeout).thenApply(this::read);
    }

    private JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            // Without the cause: it quotes what was read.
            throw new SearchFailedException(
                    "What answers at %s is no query service: its answer is no JSON; set the option '%s' to one."
                            .formatted(service, SearchOptions.URL.key()));
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(service + path))
                        .header("Accept", "application/json");
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static String token(String file) {
        String token;
        try {
            token = Files.readString(Path.of(file), UTF_8).strip();
        } catch (IOException unreadable) {
            throw new SearchFailedException(
                    "Option '%s' is '%s', which cannot be read on this machine (%s); put the file there."
                            .formatted(
                                    SearchOptions.TOKEN_FILE.key(),
                                    file,
                                    unreadable.getClass().getSimpleName()));
        }
        // The JDK would show the token in its message.
        if (!token.matches("[!-~]+")) {
            throw new SearchFailedException(
                    "Option '%s' is '%s', which holds no token: one line of printable ASCII without blanks is expected."
                            .formatted(SearchOptions.TOKEN_FILE.key(), file));
        }
        return token;
    }
}
