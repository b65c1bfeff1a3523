package io.nearline.operators.recall;

import io.nearline.operators.record.PostRevision;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.TreeMap;

/** Identity of what an update carries beside the vector: attributes and language. */
final class AttributesHash {

    private static final int LENGTH = 16;
    private static final byte ABSENT = 1;

    private AttributesHash() {}

    /** First 16 bytes of SHA-256 over the sorted attributes and the language. */
    static byte[] of(PostRevision version) {
        MessageDigest digest = sha256();
        if (version.language() == null) {
            digest.update(ABSENT);
        } else {
            add(digest, version.language());
        }
        new TreeMap<>(version.attributes())
                .forEach(
                        (name, value) -> {
                            add(digest, name);
                            add(digest, value);
                        });
        return Arrays.copyOf(digest.digest(), LENGTH);
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
