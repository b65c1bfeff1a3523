package io.nearline.operators.mapping;

/**
 * A record does not fit its mapping. The message names the field of the post, the path and the type
 * of the value found there. It never holds a value.
 */
public final class UnmappableRecordException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    UnmappableRecordException(String field, String problem) {
        this(Told.alike(field + ": " + problem));
    }

    private UnmappableRecordException(Told told) {
        super(told.message());
        this.reason = told.reason();
    }

    private record Told(String reason, String message) {
        static Told alike(String words) {
            return new Told(words, words);
        }
    }

    /**
     * About what is no record at all.
     *
     * @param reason why; never a value
     * @param message the same, also where in it
     */
    public static UnmappableRecordException ofNoRecord(String reason, String message) {
        return new UnmappableRecordException(new Told(reason, message));
    }

    /** The message without a place, so that equal ones may be counted as one. */
    public String reason() {
        return reason;
    }
}
