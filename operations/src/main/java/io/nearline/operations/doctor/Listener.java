package io.nearline.operations.doctor;

import java.util.List;

/**
 * What an address of a broker answers to one who shows no password.
 *
 * @param speech how it talks
 * @param mechanisms the SASL mechanisms it asks for; empty if it asks for none, or has not said
 */
record Listener(Speech speech, List<String> mechanisms) {

    /** How an address talks. */
    enum Speech {
        /** As Kafka, without TLS. */
        PLAIN,
        /** TLS. */
        TLS,
        /** TLS, and only to who shows a certificate. */
        MUTUAL_TLS,
        /** Nobody answered, or in neither way. */
        UNKNOWN
    }

    Listener {
        mechanisms = List.copyOf(mechanisms);
    }

    static Listener unknown() {
        return new Listener(Speech.UNKNOWN, List.of());
    }

    static Listener mutualTls() {
        return new Listener(Speech.MUTUAL_TLS, List.of());
    }

    boolean speaksTls() {
        return speech == Speech.TLS || speech == Speech.MUTUAL_TLS;
    }

    boolean asksForPassword() {
        return !mechanisms.isEmpty();
    }
}
