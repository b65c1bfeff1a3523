package io.nearline.operations.doctor;

import io.nearline.topics.cluster.Cluster;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;

/** Looks whether the settings of the clients fit the brokers, before a client asks them. */
final class AccessCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private AccessCheck() {}

    /** What is wrong with the settings, as far as one sees without logging in. */
    static Optional<Finding> problem(Cluster cluster) {
        try {
            ResolvedSettings settings = new ResolvedSettings(cluster);
            Optional<Finding> unresolved = settings.unresolved().map(AccessCheck::unresolved);
            return unresolved.isPresent() ? unresolved : mismatch(cluster, settings);
        } catch (ConfigException e) {
            return Optional.of(
                    Finding.failed(
                            "settings of the Kafka clients",
                            AccessFailure.innermost(e),
                            "mend them in the file given with --client-config"));
        }
    }

    /** The first address that answers is as good as any. */
    private static Optional<Finding> mismatch(Cluster cluster, ResolvedSettings settings) {
        ListenerProbe probe = new ListenerProbe(PATIENCE);
        for (String address : cluster.brokers().split(",", -1)) {
            Optional<Listener> listener = listener(probe, address.strip());
            if (listener.isPresent()) {
                return ListenerCheck.problem(address.strip(), listener.get(), settings);
            }
        }
        return Optional.empty();
    }

    /** None where nobody answers, or the address is none: the client says so in its own words. */
    private static Optional<Listener> listener(ListenerProbe probe, String address) {
        String host = Utils.getHost(address);
        Integer port = Utils.getPort(address);
        if (host == null || port == null) {
            return Optional.empty();
        }
        return Optional.of(probe.ask(new InetSocketAddress(host, port)))
                .filter(found -> found.speech() != Listener.Speech.UNKNOWN);
    }

    private static Finding unresolved(String reference) {
        return Finding.failed(
                "settings of the Kafka clients",
                reference + " has no value, and would be sent as it stands",
                "name its provider in config.providers, and give the key a value where it points");
    }
}
