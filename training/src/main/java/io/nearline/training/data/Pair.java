package io.nearline.training.data;

import java.nio.IntBuffer;

/**
 * Two texts and what is known of them, as token ids.
 *
 * @param left the text to search with, or a post
 * @param right the text to be found, or another post of the same label; the same array where a
 *     record has one text
 * @param label of both; {@link #UNLABELLED} if nothing but the pair itself is known
 * @param score how close they are; 1 where nothing else is said
 * @param line of the record that it was drawn for, from 1
 * @param leftAsPost the left text as if it were a right one: with another prefix, or none
 */
record Pair(int[] left, int[] right, int label, double score, int line, int[] leftAsPost) {
    static final int UNLABELLED = -1;

    /** Both texts are read alike. */
    Pair(int[] left, int[] right, int label, double score, int line) {
        this(left, right, label, score, line, left);
    }

    /** Two texts that belong together. */
    static Pair of(int[] left, int[] right, int line) {
        return new Pair(left, right, UNLABELLED, 1, line);
    }

    /** The same, where they are not read alike. */
    static Pair of(int[] left, int[] right, int[] leftAsPost, int line) {
        return new Pair(left, right, UNLABELLED, 1, line, leftAsPost);
    }

    /** Whether this pair's right text may be as good an answer to the other's left one. */
    boolean mayAnswer(Pair other) {
        return (label != UNLABELLED && label == other.label)
                || same(left, other.left)
                || same(right, other.right)
                || same(right, other.leftAsPost);
    }

    static boolean same(int[] text, int[] other) {
        return IntBuffer.wrap(text).equals(IntBuffer.wrap(other));
    }
}
