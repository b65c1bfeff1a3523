package io.nearline.operations.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.ListenerSecurity;
import io.nearline.broker.LocalBroker;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that take tokens (OAuth), with settings as the page on security has them. */
class TokensBrokerTest {

    /** Kafka asks no address for a token unless this lists it. */
    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    @TempDir private Path directory;
    private TokenEndpoint endpoint;
    private LocalBroker broker;

    @BeforeEach
    void start() throws Exception {
        endpoint = TokenEndpoint.start();
        System.setProperty(ALLOWED, endpoint.tokens() + "," + endpoint.keys());
        broker =
                LocalBroker.start(
                        directory.resolve("broker"),
                        ListenerSecurity.mechanism(
                                "OAUTHBEARER",
                                Map.of(
                                        "oauthbearer.sasl.jaas.config",
                                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule"
                                            + " required;",
                                        "oauthbearer.sasl.server.callback.handler.class",
                                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler",
                                        "sasl.oauthbearer.jwks.endpoint.url",
                                        endpoint.keys(),
                                        "sasl.oauthbearer.expected.audience",
                                        TokenEndpoint.AUDIENCE)));
    }

    @AfterEach
    void stop() {
        broker.close();
        endpoint.close();
        System.clearProperty(ALLOWED);
    }

    @Test
    void findsBrokersWellThatTakeItsToken() {
        assertThat(findings(TokenEndpoint.SECRET))
                .contains(Finding.ok("brokers", broker.bootstrapServers() + " answer"));
    }

    @Test
    void saysThatNoTokenWasGiven() {
        List<Finding> findings = findings("close-sesame");

        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).state()).isEqualTo(Finding.State.FAILED);
        assertThat(findings.get(0).detail()).contains("401");
        assertThat(findings.toString()).doesNotContain("close-sesame");
    }

    private List<Finding> findings(String secret) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("security.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism", "OAUTHBEARER");
        settings.put(
                "sasl.login.callback.handler.class",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler");
        settings.put("sasl.oauthbearer.token.endpoint.url", endpoint.tokens());
        settings.put("sasl.login.retry.backoff.max.ms", "200");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=\"%s\" clientSecret=\"%s\";"
                        .formatted(TokenEndpoint.CLIENT, secret));
        return ClusterCheck.findings(
                new Cluster(broker.bootstrapServers(), settings), Map.of(TopicPlan.POSTS, "posts"));
    }
}
