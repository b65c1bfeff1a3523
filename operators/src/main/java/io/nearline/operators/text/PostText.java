package io.nearline.operators.text;

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

    /** Whether the index must hold no vector for this revision. */
    public boolean isWithdrawal() {
        return version.change() == Change.DELETE || text.isEmpty();
    }
}
