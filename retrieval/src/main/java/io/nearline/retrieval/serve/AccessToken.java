package io.nearline.retrieval.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The secret that a request must carry. Only its hash is kept. */
public final class AccessToken {

    private static final String SCHEME = "Bearer ";
    private static final int SHORTEST = 16;

    private final byte[] hash;

    private AccessToken(byte[] hash) {
        this.hash = hash;
    }

    /**
     * Reads the token that a file holds; white space around it does not count.
     *
     * @throws IllegalArgumentException if it is too short to be a secret
     */
    public static AccessToken read(Path file) throws IOException {
        String token = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (token.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "The token in %s has %d characters: take %d or more, such as the output of openssl rand -hex 32."
                            .formatted(file, token.length(), SHORTEST));
        }
        return new AccessToken(sha256(token));
    }

    /**
     * Whether the header {@code Authorization} carries it. Takes as long for a token that is nearly
     * right as for one that is not.
     */
    boolean isIn(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        hash, sha256(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "AccessToken";
    }
}
