package io.nearline.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A key of a broker and a certificate that it has signed itself, made by the JDK's keytool.
 *
 * @param keyStore PKCS12, for the broker
 * @param certificate PEM, for clients that are to trust it
 */
public record BrokerCertificate(Path keyStore, Path certificate) {

    /** Of the key store. */
    public static final String PASSWORD = "changeit";

    /**
     * Makes both in the directory.
     *
     * @param names what the certificate is valid for, such as {@code ip:127.0.0.1}
     */
    public static BrokerCertificate in(Path directory, String names)
            throws IOException, InterruptedException {
        Path keyStore = directory.resolve("broker.p12");
        Path certificate = directory.resolve("broker.pem");
        keytool(
                keyStore,
                List.of(
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=broker",
                        "-ext",
                        "san=" + names));
        keytool(keyStore, List.of("-exportcert", "-rfc", "-file", certificate.toString()));
        return new BrokerCertificate(keyStore, certificate);
    }

    /** What a client sets to trust it. */
    public Map<String, String> trust() {
        return Map.of(
                "ssl.truststore.type", "PEM", "ssl.truststore.location", certificate.toString());
    }

    private static void keytool(Path keyStore, List<String> command)
            throws IOException, InterruptedException {
        List<String> call = new ArrayList<>();
        call.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        call.addAll(command);
        call.addAll(List.of("-alias", "broker", "-storetype", "PKCS12", "-storepass", PASSWORD));
        call.addAll(List.of("-keystore", keyStore.toString()));
        Process process = new ProcessBuilder(call).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }
}
