package io.nearline.operations.doctor;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/** Why brokers that answer do not let a client in: the setting that is wrong, and what to do. */
final class AccessFailure {

    private static final String FILE = " in the file given with --client-config";

    private AccessFailure() {}

    /** The finding about a failure, if it is one of these. */
    static Optional<Finding> finding(@Nullable Throwable failure) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            if (cause instanceof SaslAuthenticationException) {
                return Optional.of(refusedPassword(String.valueOf(cause.getMessage())));
            }
            if (cause instanceof SslAuthenticationException) {
                return Optional.of(refusedCertificate(causes));
            }
        }
        return Optional.empty();
    }

    /** The message of the innermost cause: Kafka's outer ones say only what could not be made. */
    static String innermost(Throwable failure) {
        List<Throwable> causes = causes(failure);
        return String.valueOf(causes.get(causes.size() - 1).getMessage());
    }

    private static Finding refusedPassword(String told) {
        return Finding.failed(
                "brokers",
                "the brokers refuse the user or password of sasl.jaas.config: " + told,
                "set username and password of sasl.jaas.config"
                        + FILE
                        + ", or in the file that it refers to by config.providers");
    }

    private static Finding refusedCertificate(List<Throwable> causes) {
        String told = String.valueOf(causes.get(causes.size() - 1).getMessage());
        return Finding.failed("brokers", "TLS fails: " + told, certificateRemedy(causes, told));
    }

    private static String certificateRemedy(List<Throwable> causes, String told) {
        if (causes.stream().anyMatch(CertificateExpiredException.class::isInstance)) {
            return "give the brokers a new certificate";
        }
        if (causes.stream().anyMatch(CertPathBuilderException.class::isInstance)) {
            return "set ssl.truststore.location and ssl.truststore.type to the certificate of who"
                    + " signed the brokers' (PEM, PKCS12 or JKS)"
                    + FILE;
        }
        if (told.contains("matching") || told.contains("subject alternative")) {
            return "give --brokers a name that the brokers' certificate has, and have them"
                    + " advertise it (advertised.listeners)";
        }
        if (told.contains("fatal alert")) {
            return "the brokers refuse what the client shows: set ssl.keystore.location,"
                    + " ssl.keystore.type and ssl.keystore.password"
                    + FILE;
        }
        return "check ssl.truststore.* and ssl.keystore.*" + FILE;
    }

    private static List<Throwable> causes(@Nullable Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure;
                cause != null && !causes.contains(cause);
                cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }
}
