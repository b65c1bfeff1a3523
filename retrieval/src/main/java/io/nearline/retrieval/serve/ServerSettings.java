package io.nearline.retrieval.serve;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How the service is reached and what it takes on.
 *
 * @param host address to listen on; a loopback address keeps other machines out
 * @param port port to listen on; 0 for any that is free
 * @param token what requests must carry; empty: nothing
 * @param tls certificate and key; empty: plain HTTP
 * @param readyRecordsBehind how many updates the index may miss and still be ready
 * @param queriesAtOnce queries that are answered at one time; more are told to come later
 * @param queriesPerSecond queries a second on average; infinite: any number
 * @param largestBody bytes of a request's body
 * @param drain how long queries under way may take when the service stops
 */
public record ServerSettings(
        String host,
        int port,
        Optional<AccessToken> token,
        Optional<Tls> tls,
        long readyRecordsBehind,
        int queriesAtOnce,
        double queriesPerSecond,
        int largestBody,
        Duration drain) {

    /** Where the service listens unless told otherwise. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    public static final int DEFAULT_PORT = 8080;

    /** About a second of updates at the rate of one job. */
    public static final long DEFAULT_READY_RECORDS_BEHIND = 1_000;

    /** More do not make two cores answer faster. */
    public static final int DEFAULT_QUERIES_AT_ONCE = 32;

    /** Room for 100,000 excluded ids of 80 bytes. */
    public static final int DEFAULT_LARGEST_BODY = 8 * 1024 * 1024;

    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(10);

    /**
     * Certificate and key in PEM.
     *
     * @param certificates the certificate, followed by those that lead to its root
     * @param key its private key in PKCS #8, not encrypted
     */
    public record Tls(Path certificates, Path key) {}

    public ServerSettings {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(tls, "tls");
        if (readyRecordsBehind < 0 || largestBody < 1) {
            throw new IllegalArgumentException(
                    "Ready at %d records behind, bodies of %d bytes: give 0 or more, and 1 or more."
                            .formatted(readyRecordsBehind, largestBody));
        }
    }

    /** Loopback on the default port, without token and TLS. */
    public static ServerSettings defaults() {
        return new ServerSettings(
                DEFAULT_HOST,
                DEFAULT_PORT,
                Optional.empty(),
                Optional.empty(),
                DEFAULT_READY_RECORDS_BEHIND,
                DEFAULT_QUERIES_AT_ONCE,
                Double.POSITIVE_INFINITY,
                DEFAULT_LARGEST_BODY,
                DEFAULT_DRAIN);
    }

    /** The same at another address. */
    public ServerSettings at(String otherHost, int otherPort) {
        return new ServerSettings(
                otherHost,
                otherPort,
                token,
                tls,
                readyRecordsBehind,
                queriesAtOnce,
                queriesPerSecond,
                largestBody,
                drain);
    }
}
