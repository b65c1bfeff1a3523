package io.nearline.sql.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QueryServiceClientTest {

    private static final String SEARCH = "/v1/search";
    private static final byte[] REQUEST = "{}".getBytes(UTF_8);
    private static final String NO_TIME =
            "{\"title\":\"Too much to do\",\"status\":503,\"detail\":\"Ask"
                    + " later.\",\"field\":null}";

    @TempDir Path directory;
    private ScriptedService service;

    @BeforeEach
    void start() throws IOException {
        service = new ScriptedService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void asksAgainWhenTheServiceSaysThatItMay() {
        service.answers(SEARCH, 503, Map.of("Retry-After", "1"), NO_TIME)
                .answers(SEARCH, 429, Map.of("Retry-After", "0"), NO_TIME)
                .answers(SEARCH, 200, Map.of(), "{\"hits\":[]}");
        long begun = System.nanoTime();

        assertThat(search(30_000, null).path("hits").isArray()).isTrue();

        assertThat(service.asked()).hasSize(3);
        assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void asksAgainAfterABrokenConnection() {
        service.hangsUp(SEARCH).answers(SEARCH, 200, Map.of(), "{\"hits\":[]}");

        assertThat(search(30_000, null).path("hits").isArray()).isTrue();
    }

    @Test
    void givesUpWhereTheServiceWantsToBeAskedAfterTheTimeout() {
        service.answers(SEARCH, 503, Map.of("Retry-After", "60"), NO_TIME);

        assertThatThrownBy(() -> search(20_000, null))
                .hasCauseInstanceOf(SearchFailedException.class)
                .hasMessageContaining("within 20000 ms, attempts 1")
                .hasMessageContaining("HTTP 503: Too much to do: Ask later.")
                .hasMessageContaining("raise the option 'timeout'");
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void givesUpAtTheTimeoutWhereNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        SearchSettings settings = settings("http://localhost:" + free, 2_000, null);

        assertThatThrownBy(() -> QueryServiceClient.of(settings).search(REQUEST).join())
                .hasMessageMatching(
                        ".*within 2000 ms, attempts [2-5], the last one: ConnectException.*");
    }

    @Test
    void givesUpAtTheTimeoutOnAnAnswerThatDoesNotEnd() {
        service.stalls(SEARCH);

        assertThatThrownBy(() -> search(500, null))
                .hasMessageContaining("within 500 ms, attempts 1");
        assertThat(service.asked()).hasSize(1);
    }

    /** Else each search of a service that stalls would leave a connection open. */
    @Test
    void closesTheConnectionOfAnAnswerThatDoesNotEnd() throws Exception {
        try (ServerSocket server = new ServerSocket(0)) {
            SearchSettings settings =
                    settings("http://localhost:" + server.getLocalPort(), 500, null);
            var search = QueryServiceClient.of(settings).search(REQUEST);
            try (Socket connection = server.accept()) {
                connection.setSoTimeout(20_000);
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n".getBytes(UTF_8));

                assertThatThrownBy(search::join).hasMessageContaining("within 500 ms");
                connection.getInputStream().readAllBytes();
            }
        }
    }

    @Test
    void failsAtOnceWithTheProblemOfTheService() {
        service.answers(
                SEARCH,
                409,
                Map.of("Content-Type", "application/problem+json"),
                "{\"title\":\"Another model\",\"detail\":\"m is"
                        + " searched.\",\"field\":\"modelDigest\"}");

        assertThatThrownBy(() -> search(30_000, null))
                .hasMessageContaining(
                        "refuses: HTTP 409: Another model: m is searched. (field modelDigest)");
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void quotesNothingThatIsNoProblem() {
        service.answers(SEARCH, 500, Map.of(), "<html>my secret diary")
                .answers(SEARCH, 200, Map.of(), "my secret diary");

        Throwable refused = catchThrowable(() -> search(30_000, null));
        Throwable unreadable = catchThrowable(() -> search(30_000, null));

        assertThat(refused).hasMessageContaining("HTTP 500, without a problem");
        assertThat(unreadable).hasMessageContaining("is no query service: its answer is no JSON");
        assertThat(ExceptionUtils.stringifyException(refused)).doesNotContain("diary");
        assertThat(ExceptionUtils.stringifyException(unreadable)).doesNotContain("diary");
    }

    @Test
    void sendsTheToken() throws IOException {
        service.answers(SEARCH, 200, Map.of(), "{}");
        Path file = Files.writeString(directory.resolve("token"), "s3cret\n");

        search(30_000, file.toString());

        assertThat(service.asked().get(0).authorization()).isEqualTo("Bearer s3cret");
    }

    @Test
    void refusesATokenThatIsNoneAndDoesNotShowIt() throws IOException {
        Path file = Files.writeString(directory.resolve("token"), "s3cret\nsecond");

        Throwable refused = catchThrowable(() -> search(30_000, file.toString()));

        assertThat(refused).hasMessageContaining("Option 'token-file' is '" + file + "'");
        assertThat(ExceptionUtils.stringifyException(refused)).doesNotContain("s3cret");
    }

    @Test
    void namesATokenFileThatIsNotThere() {
        assertThatThrownBy(() -> search(30_000, "/nowhere/token"))
                .hasMessage(
                        "Option 'token-file' is '/nowhere/token', which cannot be read on this"
                                + " machine (NoSuchFileException); put the file there.");
    }

    private JsonNode search(long millis, @Nullable String file) {
        return QueryServiceClient.of(settings(service.url(), millis, file)).search(REQUEST).join();
    }

    private static SearchSettings settings(String url, long millis, @Nullable String file) {
        return new SearchSettings(
                URI.create(url), null, null, file, Duration.ofMillis(millis), HitVectors.FETCH);
    }
}
