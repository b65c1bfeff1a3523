package io.nearline.operators.assemble;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Identity of a text under a recipe: the first 16 bytes of SHA-256 over recipe and text. 128 bits
 * make an accidental collision among 10^12 posts less likely than 10^-14. Not thread-safe.
 */
final class ContentHash {

    private static final int LENGTH = 16;

    private final MessageDigest digest;
    private final byte[] recipe;

    ContentHash(TextRecipe recipe) {
        this.digest = sha256();
        this.recipe = recipe.identity().getBytes(StandardCharsets.UTF_8);
    }

    byte[] of(String text) {
        digest.update(recipe);
        digest.update((byte) 0);
        return Arrays.copyOf(digest.digest(text.getBytes(StandardCharsets.UTF_8)), LENGTH);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
