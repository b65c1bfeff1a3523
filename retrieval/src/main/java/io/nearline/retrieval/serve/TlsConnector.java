package io.nearline.retrieval.serve;

import io.nearline.retrieval.serve.ServerSettings.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Listens with TLS, its certificate and key read from PEM files at the start. */
final class TlsConnector implements BiFunction<Server, HttpConfiguration, Connector> {

    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private static final int PASSWORD_BYTES = 16;

    private final KeyStore keys;
    private final String password;
    private final String host;
    private final int port;

    /**
     * A connector.
     *
     * @throws IllegalArgumentException if the files hold no certificate or no key
     */
    TlsConnector(Tls tls, String host, int port) {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        this.password = HexFormat.of().formatHex(random);
        this.host = host;
        this.port = port;
        try {
            this.keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            Certificate[] chain = chain(tls.certificates());
            keys.setKeyEntry("service", key(tls.key(), chain[0]), password.toCharArray(), chain);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    "TLS: cannot use the certificate %s with the key %s: %s"
                            .formatted(tls.certificates(), tls.key(), e.getMessage()),
                    e);
        }
    }

    @Override
    public Connector apply(Server server, HttpConfiguration configuration) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(keys);
        tls.setKeyStorePassword(password);
        HttpConfiguration secure = new HttpConfiguration(configuration);
        // Clients on this machine name it as they like; their own check of the name holds.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http = new HttpConnectionFactory(secure);
        ServerConnector connector =
                new ServerConnector(
                        server, new SslConnectionFactory(tls, http.getProtocol()), http);
        connector.setHost(host);
        connector.setPort(port);
        return connector;
    }

    private static Certificate[] chain(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            Certificate[] chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(in)
                            .toArray(new Certificate[0]);
            if (chain.length == 0) {
                throw new GeneralSecurityException("there is no certificate in " + file);
            }
            return chain;
        }
    }

    private static PrivateKey key(Path file, Certificate certificate)
            throws IOException, GeneralSecurityException {
        Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!matcher.find()) {
            throw new GeneralSecurityException(
                    "there is no PRIVATE KEY in %s; openssl pkcs8 -topk8 -nocrypt makes one"
                            .formatted(file));
        }
        byte[] encoded = Base64.getMimeDecoder().decode(matcher.group(1));
        return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
