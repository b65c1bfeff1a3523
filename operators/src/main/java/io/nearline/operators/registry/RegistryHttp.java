package io.nearline.operators.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One question to the registry, asked of each of its addresses until one answers. */
final class RegistryHttp {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final RegistryAccess access;
    private @Nullable HttpClient client;

    RegistryHttp(RegistryAccess access) {
        this.access = access;
    }

    /**
     * What a registry said.
     *
     * @param status of HTTP
     * @param body its JSON
     */
    record Answer(int status, JsonNode body) {

        boolean isOk() {
            return status == HttpStatus.OK;
        }

        /** The registry's own code of what is wrong; 0 if it gave none. */
        int errorCode() {
            return body.path("error_code").asInt();
        }

        /** Without what the registry said: it may repeat a schema. */
        @Override
        public String toString() {
            return "Answer[%d]".formatted(status);
        }
    }

    Answer get(String path) throws RegistryUnavailableException, InterruptedException {
        return ask("GET", path, BodyPublishers.noBody());
    }

    Answer send(String method, String path, JsonNode body)
            throws RegistryUnavailableException, InterruptedException {
        return ask(method, path, BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
    }

    private Answer ask(String method, String path, BodyPublisher body)
            throws RegistryUnavailableException, InterruptedException {
        RegistryUnavailableException last = null;
        for (String url : access.urls()) {
            try {
                return ask(method, url, path, body);
            } catch (RegistryUnavailableException e) {
                last = e;
            }
        }
        throw last == null ? new RegistryUnavailableException("no address is given") : last;
    }

    private Answer ask(String method, String url, String path, BodyPublisher body)
            throws RegistryUnavailableException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + path))
                        .timeout(ANSWER)
                        .header("Accept", MEDIA_TYPE + ", application/json")
                        .header("Content-Type", MEDIA_TYPE)
                        .method(method, body);
        authorization(url).ifPresent(value -> request.header("Authorization", value));
        HttpResponse<String> response;
        try {
            response = client(url).send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new RegistryUnavailableException(
                    "the schema registry at %s does not answer (%s); see nearline.registry.url"
                            .formatted(url, e.getClass().getSimpleName()));
        }
        return answer(url, response);
    }

    private static Answer answer(String url, HttpResponse<String> response)
            throws RegistryUnavailableException {
        int status = response.statusCode();
        if (HttpStatus.REFUSED_CREDENTIALS.contains(status)) {
            throw new RegistryUnavailableException(
                    "the schema registry at %s refuses the credentials (HTTP %d); see"
                                    .formatted(url, status)
                            + " nearline.registry.credentials-file");
        }
        Optional<JsonNode> body = json(response.body());
        boolean said = body.isPresent() && (status == HttpStatus.OK || hasCode(body.get()));
        if (!said || status >= HttpStatus.FAILURE || status == HttpStatus.TOO_MANY) {
            throw new RegistryUnavailableException(
                    "%s answers HTTP %d, and not as a schema registry does; see nearline.registry.url"
                            .formatted(url, status));
        }
        return new Answer(status, body.get());
    }

    private static boolean hasCode(JsonNode body) {
        return body.path("error_code").isInt();
    }

    private static Optional<JsonNode> json(String body) {
        try {
            return Optional.ofNullable(JSON.readTree(body)).filter(node -> !node.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Read for each question: it is rarely asked, and secrets are changed while jobs run. */
    private Optional<String> authorization(String url) throws RegistryUnavailableException {
        if (access.credentialsFile() == null) {
            return Optional.empty();
        }
        try {
            byte[] credentials =
                    Files.readString(Path.of(access.credentialsFile()))
                            .strip()
                            .getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(credentials));
        } catch (IOException e) {
            throw new RegistryUnavailableException(
                    "the credentials for %s cannot be read on this machine: %s; see"
                                    .formatted(url, access.credentialsFile())
                            + " nearline.registry.credentials-file");
        }
    }

    private HttpClient client(String url) throws RegistryUnavailableException {
        if (client != null) {
            return client;
        }
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(CONNECT);
        if (access.caFile() != null) {
            try {
                builder.sslContext(Certificates.trusting(Path.of(access.caFile())));
            } catch (IOException | GeneralSecurityException e) {
                throw new RegistryUnavailableException(
                        "the certificates to trust %s by cannot be read on this machine: %s; see"
                                        .formatted(url, access.caFile())
                                + " nearline.registry.ca-file");
            }
        }
        HttpClient made = builder.build();
        client = made;
        return made;
    }

    /** Of HTTP, as far as registries use it. */
    private static final class HttpStatus {
        private static final int OK = 200;
        private static final int TOO_MANY = 429;
        private static final int FAILURE = 500;
        private static final List<Integer> REFUSED_CREDENTIALS = List.of(401, 403);

        private HttpStatus() {}
    }
}
