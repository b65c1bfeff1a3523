package io.nearline.operators.encode;

/** An update that is larger than its topic takes. The message says by how much. */
public final class OversizedUpdateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message the size found, the limit and the fix; never post text
     */
    public OversizedUpdateException(String message) {
        super(message);
    }
}
