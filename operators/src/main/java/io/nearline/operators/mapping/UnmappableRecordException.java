package io.nearline.operators.mapping;

/**
 * A record does not fit its mapping. The message names the field of the post, the path and the type
 * of the value found there. It never holds a value, so equal messages may be counted as one reason.
 */
public final class UnmappableRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    UnmappableRecordException(String field, String problem) {
        this(field + ": " + problem);
    }

    private UnmappableRecordException(String message) {
        super(message);
    }

    /**
     * About what is no record at all.
     *
     * @param problem never a value
     */
    public static UnmappableRecordException ofNoRecord(String problem) {
        return new UnmappableRecordException(problem);
    }
}
