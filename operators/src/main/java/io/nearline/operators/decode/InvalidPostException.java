package io.nearline.operators.decode;

/**
 * A record that decodes but breaks the contract of {@code PostEvent}. The message says which rule.
 */
public final class InvalidPostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message the rule, the value found and the fix; never post text
     */
    public InvalidPostException(String message) {
        super(message);
    }
}
