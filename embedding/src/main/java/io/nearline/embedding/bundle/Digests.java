package io.nearline.embedding.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in lower-case hex. */
public final class Digests {

    private Digests() {}

    /** Digest of a text's UTF-8 bytes. */
    public static String sha256(String text) {
        return hex(sha256Bytes(text));
    }

    /** Digest of a text's UTF-8 bytes, 32 bytes. */
    public static byte[] sha256Bytes(String text) {
        return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Digest of a file's bytes, which are not held in memory. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream bytes = new DigestInputStream(Files.newInputStream(file), digest)) {
            bytes.transferTo(OutputStream.nullOutputStream());
        }
        return hex(digest.digest());
    }

    private static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
