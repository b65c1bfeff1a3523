package io.nearline.operators.registry;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** One question to the registry, asked of each of its addresses until one answers. */
final class RegistryHttp {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final RegistryAccess access;
    private final Duration longest;
    private @Nullable HttpClient client;

    RegistryHttp(RegistryAccess access) {
        this(access, ANSWER);
    }

    /**
     * With another patience.
     *
     * @param longest that one address may take until its answer is there whole
     */
    RegistryHttp(RegistryAccess access, Duration longest) {
        this.access = access;
        this.longest = longest;
    }

    RegistryAnswer get(String path) throws RegistryUnavailableException, InterruptedException {
        return ask("GET", path, BodyPublishers.noBody());
    }

    RegistryAnswer send(String method, String path, JsonNode body)
            throws RegistryUnavailableException, InterruptedException {
        return ask(method, path, BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
    }

    private RegistryAnswer ask(String method, String path, BodyPublisher body)
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

    private RegistryAnswer ask(String method, String url, String path, BodyPublisher body)
            throws RegistryUnavailableException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + path))
                        .header("Accept", MEDIA_TYPE + ", application/json")
                        .header("Content-Type", MEDIA_TYPE)
                        .method(method, body);
        authorization(url).ifPresent(value -> request.header("Authorization", value));
        return RegistryAnswer.of(url, answer(url, request.build()));
    }

    /** A request's own timeout ends with the headers; a body may stop coming too. */
    private HttpResponse<String> answer(String url, HttpRequest request)
            throws RegistryUnavailableException, InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                client(url).sendAsync(request, BodyHandlers.ofString());
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw silent(url, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw silent(url, e);
        } finally {
            answer.cancel(true);
        }
    }

    private static RegistryUnavailableException silent(String url, Throwable why) {
        return new RegistryUnavailableException(
                "the schema registry at %s does not answer (%s); see nearline.registry.%s"
                        .formatted(
                                url,
                                why.getClass().getSimpleName(),
                                why instanceof SSLException ? "ca-file" : "url"));
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
                        // Nobody else is to be told the credentials.
                        .followRedirects(HttpClient.Redirect.NEVER)
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
}
