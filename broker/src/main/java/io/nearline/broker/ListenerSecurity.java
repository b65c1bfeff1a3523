package io.nearline.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * How clients must come to a {@link LocalBroker}: over TLS, with a password, or both.
 *
 * @param protocol what clients set as {@code security.protocol}
 * @param settings of the listener, by Kafka's names
 */
public record ListenerSecurity(String protocol, Map<String, String> settings) {

    static final String LISTENER = "CLIENTS";

    private static final String OF_THE_LISTENER = "listener.name.clients.";

    public ListenerSecurity {
        settings = Map.copyOf(settings);
    }

    /** Neither TLS nor a password. */
    public static ListenerSecurity none() {
        return new ListenerSecurity("PLAINTEXT", Map.of());
    }

    /** A password, by the SASL mechanism PLAIN. */
    public static ListenerSecurity password(String user, String password) {
        return mechanism(
                "PLAIN",
                Map.of(
                        "plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                                .formatted(user, password)));
    }

    /**
     * Another SASL mechanism.
     *
     * @param settings of the mechanism, without the listener's prefix
     */
    public static ListenerSecurity mechanism(String name, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>();
        all.put(OF_THE_LISTENER + "sasl.enabled.mechanisms", name);
        settings.forEach((key, value) -> all.put(OF_THE_LISTENER + key, value));
        return new ListenerSecurity("SASL_PLAINTEXT", all);
    }

    /**
     * The same over TLS.
     *
     * @param keyStore in the format PKCS12, with the broker's key and certificate
     * @param password of the key store
     */
    public ListenerSecurity overTls(Path keyStore, String password) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put(OF_THE_LISTENER + "ssl.keystore.type", "PKCS12");
        all.put(OF_THE_LISTENER + "ssl.keystore.location", keyStore.toString());
        all.put(OF_THE_LISTENER + "ssl.keystore.password", password);
        return new ListenerSecurity(settings.isEmpty() ? "SSL" : "SASL_SSL", all);
    }

    boolean isNone() {
        return settings.isEmpty();
    }

    /** Without the settings, which hold passwords. */
    @Override
    public String toString() {
        return "ListenerSecurity[%s]".formatted(protocol);
    }
}
