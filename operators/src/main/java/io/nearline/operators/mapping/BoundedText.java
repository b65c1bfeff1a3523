package io.nearline.operators.mapping;

/**
 * A text that may be looked at a bounded number of times: a pattern that tries every combination
 * would otherwise hold up all posts behind it. Used once, by one thread.
 */
final class BoundedText implements CharSequence {

    private static final int LOOKS_A_CHARACTER = 30;
    private static final int LEAST_LOOKS = 10_000;

    /** The bound was reached. */
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ExhaustedException() {
            super("looked at too often", null, false, false);
        }
    }

    private final String text;
    private long left;

    BoundedText(String text) {
        this.text = text;
        this.left = LEAST_LOOKS + (long) LOOKS_A_CHARACTER * text.length();
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (left-- == 0) {
            throw new ExhaustedException();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    /** Its length alone: it is what a post says. */
    @Override
    public String toString() {
        return "text of %d characters".formatted(text.length());
    }
}
