package io.nearline.pipeline.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant who misspelt a name. */
public final class Spelling {

    private Spelling() {}

    /** The known name that is the least unlike; known must not be empty. */
    static String nearest(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(name -> differing(word, name)))
                .orElseThrow();
    }

    /** The known name that the word is a misspelling of; empty if it is like none. */
    public static Optional<String> meant(String word, Collection<String> known) {
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(nearest(word, known)).filter(name -> isClose(word, name));
    }

    /**
     * At most two thirds may differ, which lets two letters change places: "posts" is no
     * misspelling of "stop".
     */
    private static boolean isClose(String word, String name) {
        return differing(word, name) <= 2 * Math.max(word.length(), name.length()) / 3;
    }

    /** Characters outside the common start and end of two words: enough to find a misspelt one. */
    private static int differing(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        int start = 0;
        while (start < shorter && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
            end++;
        }
        return a.length() + b.length() - 2 * (start + end);
    }
}
