package io.nearline.cli.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.cli.terminal.CommandException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Asks a running query service. */
final class ServiceClient {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What of an answer is history: the rest is what the post says, and what is held of it. */
    private static final List<String> HISTORY =
            List.of("id", "newestRevision", "outcomes", "deadLetters");

    private final URI service;
    private final Optional<Path> tokenFile;
    private final Duration longest;

    ServiceClient(URI service, Optional<Path> tokenFile) {
        this(service, tokenFile, PATIENCE);
    }

    /**
     * With another patience.
     *
     * @param longest that an answer may take until it is there whole
     */
    ServiceClient(URI service, Optional<Path> tokenFile, Duration longest) {
        this.service = service;
        this.tokenFile = tokenFile;
        this.longest = longest;
    }

    /**
     * What happened to a post.
     *
     * @throws CommandException if the service does not answer, refuses, or knows nothing of it
     */
    JsonNode why(String postId) throws IOException, InterruptedException {
        String path =
                Arrays.stream(postId.split("/", -1))
                        .map(part -> URLEncoder.encode(part, UTF_8).replace("+", "%20"))
                        .collect(Collectors.joining("/"));
        HttpResponse<String> answer = get("v1/posts/" + path);
        ObjectNode body = body(answer);
        if (answer.statusCode() != 200) {
            throw new CommandException(
                    body.path("detail").asText("it answers " + answer.statusCode()));
        }
        return body.retain(HISTORY);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        try {
            String base = service.toString().endsWith("/") ? service.toString() : service + "/";
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
            if (tokenFile.isPresent()) {
                request.header(
                        "Authorization",
                        "Bearer " + Files.readString(tokenFile.get(), UTF_8).strip());
            }
            return answer(request.build());
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    "--url: %s is no address such as http://localhost:8080".formatted(service));
        } catch (NoSuchFileException e) {
            throw new CommandException("--token-file: there is no file " + e.getMessage());
        }
    }

    /** A request's own timeout ends with the headers; a body may stop coming too. */
    private HttpResponse<String> answer(HttpRequest request)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                HttpClient.newHttpClient().sendAsync(request, BodyHandlers.ofString());
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed
                    && !(failed instanceof ConnectException)) {
                throw failed;
            }
            throw silent();
        } catch (TimeoutException e) {
            throw silent();
        } finally {
            answer.cancel(true);
        }
    }

    private CommandException silent() {
        return new CommandException(
                "--url: no query service answers at %s; start one with nearline serve, or leave --url out"
                        .formatted(service));
    }

    private ObjectNode body(HttpResponse<String> answer) {
        try {
            if (JSON.readTree(answer.body()) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // Said below: what listens there does not speak our language.
        }
        throw new CommandException(
                "--url: what listens at %s is no query service: it answers %d without JSON"
                        .formatted(service, answer.statusCode()));
    }
}
