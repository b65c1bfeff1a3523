package io.nearline.training.model;

import io.nearline.embedding.EmbeddableText.Role;
import java.util.Arrays;

/**
 * A text as an encoder reads it. Two are equal if they have the same ids and enter the same way.
 *
 * @param entry whose encoder reads it
 * @param ids its tokens, specials included; not to be changed
 */
public record InputText(Role entry, int[] ids) {

    /** Of the encoder that posts enter by. */
    public static InputText post(int[] ids) {
        return new InputText(Role.PASSAGE, ids);
    }

    /** Tokens, specials included. */
    public int length() {
        return ids.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InputText text
                && text.entry == entry
                && Arrays.equals(text.ids, ids);
    }

    @Override
    public int hashCode() {
        return 31 * entry.hashCode() + Arrays.hashCode(ids);
    }

    /** How it enters and how long it is: what it holds must not reach a log. */
    @Override
    public String toString() {
        return "%s of %d tokens".formatted(entry, ids.length);
    }
}
