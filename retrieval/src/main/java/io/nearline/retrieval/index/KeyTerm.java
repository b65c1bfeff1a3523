package io.nearline.retrieval.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.lucene.util.BytesRef;

/** A key as a term of Lucene, which ends at 32,766 bytes: a longer key's digest stands for it. */
final class KeyTerm {

    private static final int LONGEST = 1024;

    /** No UTF-8 text begins with it. */
    private static final byte DIGEST_MARK = (byte) 0xFF;

    private KeyTerm() {}

    static BytesRef of(String key) {
        byte[] bytes = key.getBytes(UTF_8);
        if (bytes.length <= LONGEST) {
            return new BytesRef(bytes);
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            byte[] marked = new byte[digest.length + 1];
            marked[0] = DIGEST_MARK;
            System.arraycopy(digest, 0, marked, 1, digest.length);
            return new BytesRef(marked);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
