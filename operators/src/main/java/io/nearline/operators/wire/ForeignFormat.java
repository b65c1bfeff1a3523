package io.nearline.operators.wire;

/** What the first bytes of a record look like, for those who have chosen the wrong format. */
final class ForeignFormat {

    private static final byte FIRST_OF_MARKER = (byte) 0xC3;
    private static final byte SECOND_OF_MARKER = 1;

    private ForeignFormat() {}

    /** A sentence to add to a failure; empty if nothing is known of such bytes. */
    static String hint(byte[] value) {
        if (value.length > 1 && value[0] == FIRST_OF_MARKER && value[1] == SECOND_OF_MARKER) {
            return "; the record looks like one of nearline.posts.format nearline";
        } else if (ConfluentFrame.isFramed(value)) {
            return "; the record looks like one of nearline.posts.format confluent-avro";
        } else if (value.length > 0 && value[0] == '{') {
            return "; the record looks like one of nearline.posts.format json";
        }
        return "";
    }
}
