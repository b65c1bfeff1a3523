package io.nearline.operators.recall;

import io.nearline.operators.record.PostRevision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * Identity of what an update carries beside the vector: attributes and language.
 *
 * <p>Texts are ended by NUL, which is unambiguous as long as none holds a NUL itself. If one does,
 * each is preceded by its length instead, and all by a byte that UTF-8 never has. So the hashes in
 * state stay valid, but for those few posts, which are published once more.
 */
final class AttributesHash {

    private static final int LENGTH = 16;
    private static final byte ABSENT = 1;
    private static final byte WITH_LENGTHS = (byte) 0xFF;
    private static final char END = '\0';

    private final MessageDigest digest = sha256();
    private final boolean withLengths;

    private AttributesHash(boolean withLengths) {
        this.withLengths = withLengths;
        if (withLengths) {
            digest.update(WITH_LENGTHS);
        }
    }

    /** First 16 bytes of SHA-256 over the sorted attributes and the language. */
    static byte[] of(PostRevision version) {
        AttributesHash hash = new AttributesHash(holdsTheEnd(version));
        if (version.language() == null) {
            hash.digest.update(ABSENT);
        } else {
            hash.add(version.language());
        }
        new TreeMap<>(version.attributes())
                .forEach(
                        (name, value) -> {
                            hash.add(name);
                            hash.add(value);
                        });
        return Arrays.copyOf(hash.digest.digest(), LENGTH);
    }

    private static boolean holdsTheEnd(PostRevision version) {
        return (version.language() != null && version.language().indexOf(END) >= 0)
                || version.attributes().entrySet().stream()
                        .anyMatch(
                                attribute ->
                                        attribute.getKey().indexOf(END) >= 0
                                                || attribute.getValue().indexOf(END) >= 0);
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (withLengths) {
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        } else {
            digest.update(bytes);
            digest.update((byte) END);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
