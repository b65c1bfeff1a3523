package io.nearline.embedding.batch;

import io.nearline.embedding.tokenize.TokenIds;
import java.util.Arrays;
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
        this.width = texts.stream().mapToInt(TokenIds::count).max().orElseThrow();
        this.padToken = padToken;
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
        return texts.stream().anyMatch(text -> text.count() < width);
    }

    /** Token ids of the whole rectangle. */
    public long[] ids() {
        if (rows() == 1) {
            return texts.get(0).ids();
        }
        long[] ids = new long[rows() * width];
        Arrays.fill(ids, padToken);
        for (int row = 0; row < rows(); row++) {
            System.arraycopy(texts.get(row).ids(), 0, ids, row * width, tokens(row));
        }
        return ids;
    }

    /** 1 where {@link #ids()} holds a text's own token, 0 where it was filled up. */
    public long[] mask() {
        long[] mask = new long[rows() * width];
        for (int row = 0; row < rows(); row++) {
            Arrays.fill(mask, row * width, row * width + tokens(row), 1);
        }
        return mask;
    }
}
