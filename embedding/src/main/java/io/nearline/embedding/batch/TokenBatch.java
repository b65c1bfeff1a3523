package io.nearline.embedding.batch;

import io.nearline.embedding.tokenize.TokenIds;
import java.nio.LongBuffer;
import java.util.List;

/**
 * Token sequences side by side as one rectangle, row after row; shorter ones are filled up at the
 * end.
 */
public final class TokenBatch {

    private final List<TokenIds> texts;
    private final int width;
    private final long padToken;

    /**
     * A batch of {@code texts}.
     *
     * @param texts one or more
     * @param padToken id to fill up with
     */
    public TokenBatch(List<TokenIds> texts, long padToken) {
        this.texts = List.copyOf(texts);
        this.padToken = padToken;
        int longest = 0;
        for (TokenIds text : texts) {
            longest = Math.max(longest, text.count());
        }
        this.width = longest;
    }

    /** Number of texts. */
    public int rows() {
        return texts.size();
    }

    /** Tokens of the longest text. */
    public int width() {
        return width;
    }

    /** Tokens of one text, padding excluded. */
    public int tokens(int row) {
        return texts.get(row).count();
    }

    /** Whether some text is shorter than the longest. */
    public boolean isPadded() {
        return rows() > 1 && texts.stream().anyMatch(text -> text.count() < width);
    }

    /**
     * Writes the token ids of the whole rectangle.
     *
     * @param into room for exactly as many; filled, and ready to be read
     */
    public LongBuffer writeIds(LongBuffer into) {
        for (TokenIds text : texts) {
            into.put(text.ids());
            fill(into, width - text.count(), padToken);
        }
        return into.flip();
    }

    /**
     * Writes 1 where {@link #writeIds} writes a text's own token, 0 where it fills up.
     *
     * @param into room for exactly as many; filled, and ready to be read
     */
    public LongBuffer writeMask(LongBuffer into) {
        for (TokenIds text : texts) {
            fill(into, text.count(), 1);
            fill(into, width - text.count(), 0);
        }
        return into.flip();
    }

    private static void fill(LongBuffer into, int count, long value) {
        for (int i = 0; i < count; i++) {
            into.put(value);
        }
    }
}
