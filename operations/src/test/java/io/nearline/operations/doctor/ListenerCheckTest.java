package io.nearline.operations.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operations.doctor.Listener.Speech;
import io.nearline.topics.cluster.Cluster;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenerCheckTest {

    private static final String ADDRESS = "kafka:9093";

    private static final Listener PLAIN = new Listener(Speech.PLAIN, List.of());
    private static final Listener TLS = new Listener(Speech.TLS, List.of());
    private static final Listener SCRAM_OVER_TLS =
            new Listener(Speech.TLS, List.of("SCRAM-SHA-256", "SCRAM-SHA-512"));

    @Test
    void namesTheProtocolThatFitsWhereTlsWasAskedForInVain() {
        assertFailed(
                PLAIN,
                Map.of("security.protocol", "SSL"),
                "security.protocol is SSL, but kafka:9093 answers without TLS",
                "security.protocol=PLAINTEXT");
    }

    @Test
    void namesTheProtocolThatFitsWhereTlsWasNotAskedFor() {
        assertFailed(
                SCRAM_OVER_TLS,
                Map.of(),
                "security.protocol is PLAINTEXT, but kafka:9093 speaks TLS",
                "security.protocol=SASL_SSL");
    }

    @Test
    void asksForTheKeyOfTheClientWhereTheBrokersWantIt() {
        assertFailed(
                Listener.mutualTls(),
                Map.of(),
                "security.protocol is PLAINTEXT, but kafka:9093 speaks TLS",
                "security.protocol=SSL and ssl.keystore.*");
    }

    @Test
    void namesTheMechanismsWhereAPasswordIsMissing() {
        assertFailed(
                SCRAM_OVER_TLS,
                Map.of("security.protocol", "SSL"),
                "kafka:9093 asks for a password (SCRAM-SHA-256, SCRAM-SHA-512), but"
                        + " security.protocol is SSL",
                "sasl.mechanism=SCRAM-SHA-256 or SCRAM-SHA-512 and sasl.jaas.config");
    }

    @Test
    void wantsNoPasswordWhereNoneIsAskedFor() {
        assertFailed(
                TLS,
                Map.of("security.protocol", "SASL_SSL"),
                "security.protocol is SASL_SSL, but kafka:9093 asks for no password",
                "security.protocol=SSL");
    }

    @Test
    void namesTheMechanismsWhereAnotherOneIsSet() {
        assertFailed(
                SCRAM_OVER_TLS,
                Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN"),
                "sasl.mechanism is PLAIN, but kafka:9093 has SCRAM-SHA-256, SCRAM-SHA-512",
                "sasl.mechanism=SCRAM-SHA-256 or SCRAM-SHA-512");
    }

    @Test
    void findsNothingWhereAllFits() {
        assertThat(
                        ListenerCheck.problem(
                                ADDRESS,
                                SCRAM_OVER_TLS,
                                settings(
                                        Map.of(
                                                "security.protocol",
                                                "SASL_SSL",
                                                "sasl.mechanism",
                                                "SCRAM-SHA-512"))))
                .isEmpty();
        assertThat(ListenerCheck.problem(ADDRESS, PLAIN, settings(Map.of()))).isEmpty();
    }

    @Test
    void leavesToTheClientWhatItDoesNotKnow() {
        assertThat(
                        ListenerCheck.problem(
                                ADDRESS,
                                Listener.unknown(),
                                settings(Map.of("security.protocol", "SASL_SSL"))))
                .isEmpty();
        assertThat(
                        ListenerCheck.problem(
                                ADDRESS,
                                Listener.mutualTls(),
                                settings(Map.of("security.protocol", "SASL_SSL"))))
                .isEmpty();
    }

    private static void assertFailed(
            Listener listener, Map<String, String> settings, String detail, String remedy) {
        assertThat(ListenerCheck.problem(ADDRESS, listener, settings(settings)))
                .hasValueSatisfying(
                        finding -> {
                            assertThat(finding.state()).isEqualTo(Finding.State.FAILED);
                            assertThat(finding.detail()).isEqualTo(detail);
                            assertThat(finding.remedy()).contains(remedy, "--client-config");
                        });
    }

    private static ResolvedSettings settings(Map<String, String> settings) {
        return new ResolvedSettings(new Cluster(ADDRESS.replace("kafka", "127.0.0.1"), settings));
    }
}
