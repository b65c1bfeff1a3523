package io.nearline.operations.doctor;

import io.nearline.topics.cluster.Cluster;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** Settings of a Kafka client as the client sees them: with what config providers fill in. */
final class ResolvedSettings {

    /** A reference to what a provider knows, as Kafka writes it. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{\\w+:[^}]*}");

    private final AdminClientConfig config;

    /**
     * The settings of the clients of a cluster.
     *
     * @throws ConfigException if Kafka cannot read them, or a provider finds no file
     */
    ResolvedSettings(Cluster cluster) {
        Map<String, Object> settings = new TreeMap<>();
        cluster.adminSettings().forEach((name, value) -> settings.put((String) name, value));
        this.config = new AdminClientConfig(settings);
    }

    SecurityProtocol protocol() {
        return SecurityProtocol.forName(config.getString("security.protocol"));
    }

    String mechanism() {
        return config.getString(SaslConfigs.SASL_MECHANISM);
    }

    /**
     * A reference for which no provider had a value, with the name of its setting. Kafka leaves it
     * as it is, so that the reference itself would be sent as a password.
     */
    Optional<String> unresolved() {
        for (Map.Entry<String, Object> setting : new TreeMap<>(config.originals()).entrySet()) {
            Matcher reference = REFERENCE.matcher(String.valueOf(setting.getValue()));
            if (reference.find()) {
                return Optional.of(setting.getKey() + ": " + reference.group());
            }
        }
        return Optional.empty();
    }
}
