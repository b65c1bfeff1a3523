package io.nearline.bench.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks a query service. */
final class QueryClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    QueryClient(URI address) {
        this.address = address;
    }

    /** Searches by a text. */
    CompletableFuture<QueryOutcome> search(String text) {
        return send(JSON.createObjectNode().put("text", text).toString())
                .thenApply(
                        answer ->
                                QueryOutcome.of(
                                        answer.statusCode() == 200,
                                        answer.headers().firstValue("Server-Timing").orElse("")));
    }

    /**
     * Whether a search by a text finds a post, once the service has taken in its first revision.
     */
    CompletableFuture<Boolean> finds(String text, String postId, Duration patience) {
        var question = JSON.createObjectNode().put("text", text);
        question.putArray("after").add(postId + "@1");
        question.put("wait", patience.toMillis() + "ms");
        return send(question.toString())
                .thenApply(answer -> read(answer.body()).findValuesAsText("id").contains(postId));
    }

    private CompletableFuture<HttpResponse<byte[]>> send(String body) {
        return client.sendAsync(
                HttpRequest.newBuilder(address.resolve("v1/search"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
