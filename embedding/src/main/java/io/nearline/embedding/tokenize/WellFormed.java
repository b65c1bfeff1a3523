package io.nearline.embedding.tokenize;

/** Text that native code can take. */
final class WellFormed {

    private static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /**
     * The text with each lone surrogate and each NUL replaced by U+FFFD, so that it has a UTF-8
     * form and no C string ends early in it. Well-formed text is returned as it is.
     */
    static String of(String text) {
        int bad = nextBad(text, 0);
        if (bad == text.length()) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (; bad < text.length(); bad = nextBad(text, bad + 1)) {
            repaired.setCharAt(bad, REPLACEMENT);
        }
        return repaired.toString();
    }

    private static int nextBad(String text, int from) {
        int i = from;
        while (i < text.length() && !isBad(text, i)) {
            i++;
        }
        return i;
    }

    private static boolean isBad(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c == 0;
    }
}
