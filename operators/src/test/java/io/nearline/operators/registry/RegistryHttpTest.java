package io.nearline.operators.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.testkit.PaperRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RegistryHttpTest {

    private static final Duration LONGEST = Duration.ofSeconds(3);

    @Test
    @Timeout(30)
    void anAnswerWhoseBodyStopsIsNone() throws Exception {
        try (Stalling stalling = new Stalling()) {
            RegistryHttp http = new RegistryHttp(access(stalling.url()), LONGEST);
            assertThatThrownBy(() -> http.get("/schemas/ids/1"))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessage(
                            "the schema registry at %s does not answer (TimeoutException); see nearline.registry.url"
                                    .formatted(stalling.url()));
        }
    }

    @Test
    @Timeout(30)
    void theNextAddressIsAskedThen() throws Exception {
        try (Stalling stalling = new Stalling();
                PaperRegistry paper = PaperRegistry.start()) {
            paper.answering("GET /schemas/ids/1", 200, "{}");
            RegistryHttp http = new RegistryHttp(access(stalling.url(), paper.url()), LONGEST);
            assertThat(http.get("/schemas/ids/1").status()).isEqualTo(200);
        }
    }

    private static RegistryAccess access(String... urls) {
        return new RegistryAccess(List.of(urls), null, null);
    }

    /** Says that a body comes, and sends none. */
    private static final class Stalling implements AutoCloseable {
        private static final String HEADERS = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";

        private final ServerSocket server =
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        Stalling() throws IOException {
            new Thread(this::accept, "stalling").start();
        }

        String url() {
            return "http://localhost:" + server.getLocalPort();
        }

        private void accept() {
            try (Socket asking = server.accept()) {
                asking.getInputStream().read();
                asking.getOutputStream().write(HEADERS.getBytes(StandardCharsets.US_ASCII));
                asking.getOutputStream().flush();
                // Until the other side has had enough.
                asking.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException gone) {
                // The test is over.
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
