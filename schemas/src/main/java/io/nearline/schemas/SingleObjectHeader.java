package io.nearline.schemas;

import io.nearline.schemas.UndecodableRecordException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * The ten bytes before the body in Avro's single-object encoding: {@code C3 01}, then the
 * CRC-64-AVRO fingerprint of the writer's schema, little endian.
 */
final class SingleObjectHeader {

    static final int BYTES = 10;

    private static final byte MARKER = (byte) 0xC3;
    private static final byte FORMAT_VERSION = 0x01;

    private SingleObjectHeader() {}

    static byte[] of(long fingerprint) {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MARKER)
                .put(FORMAT_VERSION)
                .putLong(fingerprint)
                .array();
    }

    /** The fingerprint in hexadecimal digits, its bytes in the order in which they travel. */
    static String hex(long fingerprint) {
        return HexFormat.of().formatHex(of(fingerprint), BYTES - Long.BYTES, BYTES);
    }

    /**
     * @throws UndecodableRecordException with reason NOT_SINGLE_OBJECT if there is no header
     */
    static long fingerprint(byte[] bytes) {
        if (bytes.length < BYTES || bytes[0] != MARKER || bytes[1] != FORMAT_VERSION) {
            throw new UndecodableRecordException(
                    Reason.NOT_SINGLE_OBJECT,
                    "Record of "
                            + bytes.length
                            + " bytes does not begin with C3 01 and a schema fingerprint: write it"
                            + " in Avro's single-object encoding.");
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(BYTES - Long.BYTES);
    }
}
