package io.nearline.operations.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.ListenerSecurity;
import io.nearline.broker.LocalBroker;
import io.nearline.testkit.BrokerCertificate;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that do not fit brokers are told apart, on real brokers. */
class SecuredBrokersBrokerTest {

    private static final String USER = "nearline";

    /** That every machine has: one of the providers reads it from the environment. */
    private static final String PASSWORD = System.getenv("PATH");

    private static final String WRONG = "open sesame";

    @TempDir private static Path directory;

    private static BrokerCertificate certificate;
    private static LocalBroker open;
    private static LocalBroker withPassword;
    private static LocalBroker secured;
    private static LocalBroker mutual;

    @BeforeAll
    static void startBrokers() throws Exception {
        certificate = BrokerCertificate.in(directory, "ip:127.0.0.1");
        ListenerSecurity password = ListenerSecurity.password(USER, PASSWORD);
        open = LocalBroker.start(directory.resolve("open"));
        withPassword = LocalBroker.start(directory.resolve("password"), password);
        secured = LocalBroker.start(directory.resolve("secured"), overTls(password));
        mutual = LocalBroker.start(directory.resolve("mutual"), mutualTls());
    }

    @AfterAll
    static void stopBrokers() {
        for (LocalBroker broker : new LocalBroker[] {open, withPassword, secured, mutual}) {
            broker.close();
        }
    }

    @Test
    void saysThatBrokersAnswerWithoutTheTlsThatWasAskedFor() {
        Finding finding = failure(open, Map.of("security.protocol", "SSL"));

        assertThat(finding.detail()).contains("is SSL, but", "answers without TLS");
        assertThat(finding.remedy()).contains("set security.protocol=PLAINTEXT");
    }

    @Test
    void saysThatBrokersSpeakTlsWhereNoneWasAskedFor() {
        Finding finding = failure(secured, Map.of());

        assertThat(finding.detail()).contains("is PLAINTEXT, but", "speaks TLS");
        assertThat(finding.remedy()).contains("set security.protocol=SASL_SSL", "ssl.truststore.");
    }

    @Test
    void saysThatBrokersWantTheCertificateOfTheClient() {
        assertThat(failure(mutual, Map.of()).remedy()).contains("SSL and ssl.keystore.*");

        Map<String, String> settings = new HashMap<>(certificate.trust());
        settings.put("security.protocol", "SSL");
        assertThat(failure(mutual, settings).remedy()).contains("set ssl.keystore.location");
    }

    @Test
    void saysThatBrokersAskForAPassword() {
        Finding finding = failure(withPassword, Map.of());

        assertThat(finding.detail()).contains("asks for a password (PLAIN)");
        assertThat(finding.remedy()).contains("SASL_PLAINTEXT, sasl.mechanism=PLAIN");
    }

    @Test
    void saysThatBrokersAskForNone() {
        Finding finding = failure(open, login(Map.of(), PASSWORD));

        assertThat(finding.detail()).contains("is SASL_PLAINTEXT, but", "asks for no password");
    }

    @Test
    void saysWhichMechanismBrokersHave() {
        Map<String, String> settings = new HashMap<>(login(Map.of(), PASSWORD));
        settings.put("sasl.mechanism", "SCRAM-SHA-512");

        assertThat(failure(withPassword, settings).detail())
                .contains("sasl.mechanism is SCRAM-SHA-512", "has PLAIN");
    }

    @Test
    void saysThatAPasswordIsWrongAndDoesNotShowIt() {
        Finding finding = failure(secured, login(certificate.trust(), WRONG));

        assertThat(finding.detail()).contains("refuse the user or password of sasl.jaas.config");
        assertThat(finding.remedy()).contains("sasl.jaas.config", "--client-config");
        assertThat(finding.toString()).doesNotContain(WRONG);
    }

    @Test
    void saysThatTheCertificateIsNotTrusted() {
        assertThat(failure(secured, login(Map.of("ssl.truststore.type", "JKS"), PASSWORD)).remedy())
                .contains("set ssl.truststore.location");
    }

    @Test
    void saysThatTheCertificateHasAnotherName() {
        Cluster byName =
                new Cluster("localhost:" + secured.port(), login(certificate.trust(), PASSWORD));

        assertThat(failure(byName).remedy()).contains("a name that the brokers' certificate has");
    }

    @Test
    void findsBrokersWellWhosePasswordComesFromAFile() throws IOException {
        Path file =
                Files.writeString(directory.resolve("kafka.properties"), "password=" + PASSWORD);

        assertAnswers(
                provided("file", "FileConfigProvider", "${file:%s:password}".formatted(file)));
    }

    @Test
    void findsBrokersWellWhosePasswordComesFromADirectory() throws IOException {
        Path secret = Files.createDirectory(directory.resolve("secret"));
        Files.writeString(secret.resolve("password"), PASSWORD);

        assertAnswers(
                provided("dir", "DirectoryConfigProvider", "${dir:%s:password}".formatted(secret)));
    }

    @Test
    void findsBrokersWellWhosePasswordComesFromTheEnvironment() {
        assertAnswers(provided("env", "EnvVarConfigProvider", "${env:PATH}"));
    }

    @Test
    void doesNotSendAReferenceThatHasNoValue() throws IOException {
        Path file = Files.writeString(directory.resolve("other.properties"), "passwort=x");
        String reference = "${file:%s:password}".formatted(file);

        Finding finding = failure(secured, provided("file", "FileConfigProvider", reference));

        assertThat(finding.subject()).isEqualTo("settings of the Kafka clients");
        assertThat(finding.detail()).contains("sasl.jaas.config: " + reference, "has no value");
    }

    @Test
    void saysWhichFileAProviderDoesNotFind() {
        Finding finding =
                failure(
                        secured,
                        provided("file", "FileConfigProvider", "${file:/nowhere/x:password}"));

        assertThat(finding.subject()).isEqualTo("settings of the Kafka clients");
        assertThat(finding.detail()).contains("/nowhere/x");
    }

    private static void assertAnswers(Map<String, String> settings) {
        assertThat(findings(cluster(secured, settings)))
                .contains(Finding.ok("brokers", secured.bootstrapServers() + " answer"));
    }

    private static Map<String, String> provided(String name, String provider, String reference) {
        Map<String, String> settings = new HashMap<>(login(certificate.trust(), reference));
        settings.put("config.providers", name);
        settings.put(
                "config.providers." + name + ".class",
                "org.apache.kafka.common.config.provider." + provider);
        return settings;
    }

    /** With TLS if the settings have anything on it. */
    private static Map<String, String> login(Map<String, String> tls, String password) {
        Map<String, String> settings = new HashMap<>(tls);
        settings.put("security.protocol", tls.isEmpty() ? "SASL_PLAINTEXT" : "SASL_SSL");
        settings.put("sasl.mechanism", "PLAIN");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(USER, password));
        return settings;
    }

    private static Finding failure(LocalBroker broker, Map<String, String> settings) {
        return failure(cluster(broker, settings));
    }

    private static Finding failure(Cluster cluster) {
        List<Finding> findings = findings(cluster);
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).state()).isEqualTo(Finding.State.FAILED);
        return findings.get(0);
    }

    private static List<Finding> findings(Cluster cluster) {
        return ClusterCheck.findings(cluster, Map.of(TopicPlan.POSTS, "posts"));
    }

    private static Cluster cluster(LocalBroker broker, Map<String, String> settings) {
        return new Cluster(broker.bootstrapServers(), settings);
    }

    private static ListenerSecurity overTls(ListenerSecurity security) {
        return security.overTls(certificate.keyStore(), BrokerCertificate.PASSWORD);
    }

    private static ListenerSecurity mutualTls() {
        ListenerSecurity tls = overTls(ListenerSecurity.none());
        Map<String, String> settings = new HashMap<>(tls.settings());
        settings.put("listener.name.clients.ssl.client.auth", "required");
        return new ListenerSecurity(tls.protocol(), settings);
    }
}
