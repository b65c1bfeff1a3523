package io.nearline.operators.text;

/**
 * Text that every later stage can carry. Lone surrogates become U+FFFD, the character that Unicode
 * keeps for this, and NULs are dropped. Everything else is left to the model's own tokenizer.
 */
final class WellFormed {

    static final char REPLACEMENT = '\uFFFD';

    private WellFormed() {}

    /** The same instance if nothing had to be repaired. */
    static String of(String text) {
        int bad = firstBad(text);
        if (bad == text.length()) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text.length()).append(text, 0, bad);
        for (int i = bad; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPair(text, i)) {
                repaired.append(c).append(text.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                repaired.append(REPLACEMENT);
            } else if (c != 0) {
                repaired.append(c);
            }
        }
        return repaired.toString();
    }

    private static int firstBad(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPair(text, i)) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                return i;
            }
        }
        return text.length();
    }

    private static boolean isPair(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
    }
}
