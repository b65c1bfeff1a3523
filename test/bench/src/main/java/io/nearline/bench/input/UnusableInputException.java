package io.nearline.bench.input;

/** Nothing can be measured with what was given; the message says what to give instead. */
public final class UnusableInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableInputException(String message) {
        super(message);
    }
}
