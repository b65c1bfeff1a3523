package io.nearline.embedding.tokenize;

/**
 * One text as the model reads it.
 *
 * @param ids token ids, specials included, never longer than the model's window; shared, so never
 *     to be written to
 * @param truncated whether the text was longer than the window
 */
public record TokenIds(long[] ids, boolean truncated) {

    public int count() {
        return ids.length;
    }
}
