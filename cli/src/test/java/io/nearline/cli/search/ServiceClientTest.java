package io.nearline.cli.search;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.cli.terminal.CommandException;
import io.nearline.testkit.StallingServer;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ServiceClientTest {

    @Test
    @Timeout(30)
    void anAnswerWhoseBodyStopsIsNone() throws Exception {
        try (StallingServer stalling = StallingServer.start()) {
            ServiceClient client =
                    new ServiceClient(
                            URI.create(stalling.url()), Optional.empty(), Duration.ofSeconds(1));

            assertThatThrownBy(() -> client.why("p1"))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("--url: no query service answers at " + stalling.url());
        }
    }
}
