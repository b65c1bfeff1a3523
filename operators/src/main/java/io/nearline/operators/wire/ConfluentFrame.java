package io.nearline.operators.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Confluent's framing: a byte 0, the id of the schema in four bytes, big endian, then the body. */
final class ConfluentFrame {

    /** Bytes before the body. */
    static final int BYTES = 1 + Integer.BYTES;

    private static final byte MAGIC = 0;

    private ConfluentFrame() {}

    static boolean isFramed(byte[] value) {
        return value.length >= BYTES && value[0] == MAGIC;
    }

    static int schemaId(byte[] value) {
        return ByteBuffer.wrap(value).getInt(1);
    }

    static byte[] body(byte[] value) {
        return Arrays.copyOfRange(value, BYTES, value.length);
    }
}
