package io.nearline.operators.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.testkit.PaperRegistry;
import io.nearline.testkit.StallingServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RegistryHttpTest {

    private static final Duration LONGEST = Duration.ofSeconds(3);

    @Test
    @Timeout(30)
    void anAnswerWhoseBodyStopsIsNone() throws Exception {
        try (StallingServer stalling = StallingServer.start()) {
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
        try (StallingServer stalling = StallingServer.start();
                PaperRegistry paper = PaperRegistry.start()) {
            paper.answering("GET /schemas/ids/1", 200, "{}");
            RegistryHttp http = new RegistryHttp(access(stalling.url(), paper.url()), LONGEST);
            assertThat(http.get("/schemas/ids/1").status()).isEqualTo(200);
        }
    }

    private static RegistryAccess access(String... urls) {
        return new RegistryAccess(List.of(urls), null, null);
    }
}
