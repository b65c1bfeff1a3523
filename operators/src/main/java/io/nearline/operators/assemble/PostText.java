package io.nearline.operators.assemble;

import io.nearline.operators.record.Change;
import io.nearline.operators.record.PostRevision;

/**
 * A post with the one text that is embedded.
 *
 * @param version which revision of which post this is
 * @param text the assembled text; empty if the post says nothing or is gone
 * @param contentHash identity of text and recipe, 16 bytes
 * @param cut whether the text was longer than the recipe allows
 * @param repaired whether characters that are no text had to be replaced
 */
public record PostText(
        PostRevision version, String text, byte[] contentHash, boolean cut, boolean repaired) {

    /** The objects around text and record, headers and hashes among them. */
    private static final int OVERHEAD_BYTES = 1024;

    /**
     * Memory that it takes with its record, about, bytes: the record as it came, what was decoded
     * of it, and the text.
     */
    public long weight() {
        byte[] value = version.record().value();
        long recordBytes = value == null ? 0 : 2L * value.length;
        return OVERHEAD_BYTES + recordBytes + (long) Character.BYTES * text.length();
    }

    /** Whether the index must hold no vector for this revision. */
    public boolean isWithdrawal() {
        return version.change() == Change.DELETE || text.isEmpty();
    }

    /** The revision and a length only: what it holds must not reach a log. */
    @Override
    public String toString() {
        return "PostText[%s, %d chars]".formatted(version, text.length());
    }
}
