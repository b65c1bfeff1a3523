package io.nearline.embedding.tokenize;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.bundle.Digests;
import java.nio.ByteBuffer;

/**
 * Stands for a text where holding the text itself would take too much memory: the SHA-256 of its
 * role and of what the tokenizer reads. Texts of one key have one vector under one model.
 *
 * @param first bytes 0 to 7 of the digest
 * @param second bytes 8 to 15
 * @param third bytes 16 to 23
 * @param fourth bytes 24 to 31
 */
public record TextKey(long first, long second, long third, long fourth) {

    /** The key of {@code text}, computed once per text however many models ask. */
    public static TextKey of(EmbeddableText text) {
        return text.derived("key", TextKey.class, TextKey::digest);
    }

    private static TextKey digest(EmbeddableText text) {
        String read = text.role() + ":" + WellFormed.of(text.text());
        ByteBuffer digest = ByteBuffer.wrap(Digests.sha256Bytes(read));
        return new TextKey(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }
}
