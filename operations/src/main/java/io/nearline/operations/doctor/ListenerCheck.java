package io.nearline.operations.doctor;

import io.nearline.operations.doctor.Listener.Speech;
import java.util.Optional;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** Compares how clients are set to talk with how an address wants to be talked to. */
final class ListenerCheck {

    private static final String FILE = " in the file given with --client-config";

    private ListenerCheck() {}

    /**
     * What is wrong, if anything is.
     *
     * @param address that was asked, {@code host:port}
     * @param settings of the clients
     */
    static Optional<Finding> problem(String address, Listener listener, ResolvedSettings settings) {
        if (listener.speech() == Speech.UNKNOWN) {
            return Optional.empty();
        }
        SecurityProtocol asked = settings.protocol();
        if (isTls(asked) != listener.speaksTls()) {
            return Optional.of(wrongTransport(address, listener, asked));
        }
        return isSasl(asked) == listener.asksForPassword()
                ? wrongMechanism(address, listener, settings)
                : wrongLogin(address, listener, asked);
    }

    private static Optional<Finding> wrongMechanism(
            String address, Listener listener, ResolvedSettings settings) {
        if (!listener.asksForPassword() || listener.mechanisms().contains(settings.mechanism())) {
            return Optional.empty();
        }
        return Optional.of(
                failed(
                        "sasl.mechanism is %s, but %s has %s"
                                .formatted(settings.mechanism(), address, mechanisms(listener)),
                        "set %s, and sasl.jaas.config to match,%s"
                                .formatted(mechanism(listener), FILE)));
    }

    private static Optional<Finding> wrongLogin(
            String address, Listener listener, SecurityProtocol asked) {
        if (listener.asksForPassword()) {
            return Optional.of(
                    failed(
                            "%s asks for a password (%s), but security.protocol is %s"
                                    .formatted(address, mechanisms(listener), asked),
                            "set security.protocol=%s, %s and sasl.jaas.config%s"
                                    .formatted(needed(listener), mechanism(listener), FILE)));
        }
        if (listener.speech() == Speech.MUTUAL_TLS) {
            return Optional.empty(); // it has not said what it asks for
        }
        return Optional.of(
                failed(
                        "security.protocol is %s, but %s asks for no password"
                                .formatted(asked, address),
                        "set security.protocol=%s%s".formatted(needed(listener), FILE)));
    }

    private static Finding wrongTransport(
            String address, Listener listener, SecurityProtocol asked) {
        if (!listener.speaksTls()) {
            return failed(
                    "security.protocol is %s, but %s answers without TLS".formatted(asked, address),
                    "set security.protocol=%s%s, or give --brokers the port of a listener with TLS"
                            .formatted(needed(listener), FILE));
        }
        String proof = listener.speech() == Speech.MUTUAL_TLS ? " and ssl.keystore.*" : "";
        return failed(
                "security.protocol is %s, but %s speaks TLS".formatted(asked, address),
                "set security.protocol=%s%s%s; where no public authority signed its certificate, ssl.truststore.* too"
                        .formatted(needed(listener), proof, FILE));
    }

    private static Finding failed(String detail, String remedy) {
        return Finding.failed("brokers", detail, remedy);
    }

    private static SecurityProtocol needed(Listener listener) {
        if (listener.speaksTls()) {
            return listener.asksForPassword() ? SecurityProtocol.SASL_SSL : SecurityProtocol.SSL;
        }
        return listener.asksForPassword()
                ? SecurityProtocol.SASL_PLAINTEXT
                : SecurityProtocol.PLAINTEXT;
    }

    private static String mechanisms(Listener listener) {
        return String.join(", ", listener.mechanisms());
    }

    private static String mechanism(Listener listener) {
        return "sasl.mechanism=" + String.join(" or ", listener.mechanisms());
    }

    private static boolean isTls(SecurityProtocol protocol) {
        return protocol == SecurityProtocol.SSL || protocol == SecurityProtocol.SASL_SSL;
    }

    private static boolean isSasl(SecurityProtocol protocol) {
        return protocol == SecurityProtocol.SASL_PLAINTEXT || protocol == SecurityProtocol.SASL_SSL;
    }
}
