package io.nearline.operations.doctor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Gives whoever asks with the right secret a token, and shows the key that it signs with. */
final class TokenEndpoint implements AutoCloseable {

    static final String CLIENT = "nearline";
    static final String SECRET = "open-sesame";
    static final String AUDIENCE = "kafka";

    private static final String KEY_ID = "k1";
    private static final int LIFE_SECONDS = 600;

    private final HttpServer server;
    private final KeyPair keys;

    private TokenEndpoint(HttpServer server, KeyPair keys) {
        this.server = server;
        this.keys = keys;
    }

    static TokenEndpoint start() throws IOException, GeneralSecurityException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        TokenEndpoint endpoint = new TokenEndpoint(server, generator.generateKeyPair());
        server.createContext("/token", endpoint::grant);
        server.createContext("/keys", endpoint::showKeys);
        server.start();
        return endpoint;
    }

    String tokens() {
        return address() + "/token";
    }

    String keys() {
        return address() + "/keys";
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void grant(HttpExchange asked) throws IOException {
        String known = CLIENT + ":" + SECRET;
        String basic = Base64.getEncoder().encodeToString(known.getBytes(StandardCharsets.UTF_8));
        if (!("Basic " + basic).equals(asked.getRequestHeaders().getFirst("Authorization"))) {
            answer(asked, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        answer(
                asked,
                200,
                "{\"access_token\":\"%s\",\"token_type\":\"Bearer\"}".formatted(token()));
    }

    /** A JSON web token, signed by RS256. */
    private String token() throws IOException {
        long now = Instant.now().getEpochSecond();
        String head = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"%s\"}".formatted(KEY_ID);
        String claims =
                "{\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d}"
                        .formatted(CLIENT, AUDIENCE, now, now + LIFE_SECONDS);
        String signed = encoded(bytes(head)) + "." + encoded(bytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(bytes(signed));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void showKeys(HttpExchange asked) throws IOException {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        answer(
                asked,
                200,
                "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                        .formatted(
                                KEY_ID,
                                encoded(unsigned(key.getModulus())),
                                encoded(unsigned(key.getPublicExponent()))));
    }

    private static void answer(HttpExchange asked, int status, String json) throws IOException {
        byte[] body = bytes(json);
        asked.getResponseHeaders().set("Content-Type", "application/json");
        asked.sendResponseHeaders(status, body.length);
        asked.getResponseBody().write(body);
        asked.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Without the byte that Java puts before a number whose first bit is set. */
    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
