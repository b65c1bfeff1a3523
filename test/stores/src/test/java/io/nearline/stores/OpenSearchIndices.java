package io.nearline.stores;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.topics.conformance.HeldPost;
import io.nearline.topics.conformance.HeldState;
import io.nearline.topics.consume.ModelIdentity;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What others see of the indices that the example for OpenSearch keeps. */
final class OpenSearchIndices {

    private static final String PREFIX = "nearline-posts-";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    OpenSearchIndices(String url) {
        this.url = url;
    }

    void drop() throws IOException {
        call("DELETE", "/nearline-*", "");
    }

    HeldState held() throws IOException {
        call("POST", "/_refresh", "");
        JsonNode found =
                call(
                        "POST",
                        "/nearline-posts-*/_search",
                        "{\"size\": 1000, \"query\": {\"exists\": {\"field\": \"modelDigest\"}}}");
        List<HeldPost> posts = new ArrayList<>();
        for (JsonNode hit : found.path("hits").path("hits")) {
            posts.add(post(hit));
        }
        return new HeldState(queried(), posts);
    }

    /** Ids of the posts that a search finds. */
    List<String> searched() throws IOException {
        call("POST", "/_refresh", "");
        List<String> ids = new ArrayList<>();
        for (JsonNode hit :
                call("POST", "/nearline-search/_search", "{}").path("hits").path("hits")) {
            ids.add(hit.path("_source").path("postId").asText());
        }
        return ids;
    }

    private ModelIdentity queried() throws IOException {
        JsonNode indices = call("GET", "/_alias/nearline-search", "");
        if (indices.has("error")) {
            return null;
        }
        Map.Entry<String, JsonNode> only = indices.properties().iterator().next();
        JsonNode filtered = only.getValue().at("/aliases/nearline-search/filter/term/modelDigest");
        return new ModelIdentity(
                only.getKey().substring(PREFIX.length()),
                filtered.isObject() ? filtered.path("value").asText() : filtered.asText());
    }

    private static HeldPost post(JsonNode hit) {
        JsonNode source = hit.path("_source");
        return new HeldPost(
                source.path("postId").asText(),
                hit.path("_index").asText().substring(PREFIX.length()),
                source.path("modelDigest").asText(),
                source.path("revision").asLong(),
                source.path("language").isNull() ? null : source.path("language").asText(),
                JSON.convertValue(source.path("attributes"), new TypeReference<>() {}),
                JSON.convertValue(source.path("vector"), new TypeReference<>() {}));
    }

    /** The answer, also one that refuses. */
    JsonNode call(String method, String path, String body) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        try {
            return JSON.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
