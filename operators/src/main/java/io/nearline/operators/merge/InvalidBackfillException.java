package io.nearline.operators.merge;

/** A record that decodes but cannot be merged. The message says which rule it breaks. */
public final class InvalidBackfillException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message the rule, the value found and the fix; never post text
     */
    public InvalidBackfillException(String message) {
        super(message);
    }
}
