package io.nearline.operators.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir private Path directory;
    private HttpsServer server;

    @BeforeEach
    void start() throws Exception {
        Path keys = directory.resolve("keys.p12");
        keytool(
                "-genkeypair -alias registry -keyalg EC -dname CN=localhost -ext SAN=dns:localhost"
                        + " -storetype PKCS12 -storepass changeit -keystore",
                keys);
        keytool(
                "-exportcert -rfc -alias registry -storepass changeit -file %s -keystore"
                        .formatted(directory.resolve("ca.crt")),
                keys);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(keysOf(keys)));
        byte[] answer = "{\"schema\":\"\\\"string\\\"\"}".getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void whoSignedTheRegistrysCertificateIsTrustedByTheFileAlone() throws Exception {
        assertThat(registry(directory.resolve("ca.crt").toString()).schema(1).getName())
                .isEqualTo("string");
        assertThatThrownBy(() -> registry(null).schema(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(
                        "does not answer (SSLHandshakeException); see nearline.registry.ca-file");
    }

    @Test
    void aFileWithoutCertificatesIsTold() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.crt"), "");

        assertThatThrownBy(() -> registry(empty.toString()).schema(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(empty + "; see nearline.registry.ca-file");
    }

    private SchemaRegistry registry(@Nullable String caFile) {
        String url = "https://localhost:" + server.getAddress().getPort();
        return new SchemaRegistry(new RegistryAccess(List.of(url), null, caFile));
    }

    private static SSLContext keysOf(Path file) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String arguments, Path keys) throws Exception {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process =
                new ProcessBuilder((tool + " " + arguments + " " + keys).split(" "))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
