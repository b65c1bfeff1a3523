package io.nearline.operators.wire;

import io.nearline.operators.decode.UnfitRecordException;

/**
 * What Confluent's serializer puts before a message of Protobuf: a byte 0, the id of the schema in
 * four bytes, then the message's place in the schema: how many indexes, and each, as zigzag
 * varints. No message begins with a byte 0, so a frame is never taken for one.
 */
final class ProtobufFrame {

    private static final byte MAGIC = 0;
    private static final int MOST_INDEXES = 100;
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private final byte[] value;
    private int at;

    private ProtobufFrame(byte[] value, int at) {
        this.value = value;
        this.at = at;
    }

    /**
     * How many bytes of a record are before the message; 0 without a frame.
     *
     * @throws UnfitRecordException if the frame breaks off, or is none
     */
    static int bytes(byte[] value) {
        if (value.length == 0 || value[0] != MAGIC) {
            return 0;
        }
        ProtobufFrame frame = new ProtobufFrame(value, ConfluentFrame.BYTES);
        int indexes = frame.next();
        if (indexes > MOST_INDEXES) {
            throw none();
        }
        for (int i = 0; i < indexes; i++) {
            frame.next();
        }
        return frame.at;
    }

    private int next() {
        int zigzag = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += BITS) {
            if (at >= value.length) {
                throw none();
            }
            byte part = value[at++];
            zigzag |= (part & (MORE - 1)) << shift;
            if ((part & MORE) == 0) {
                int number = (zigzag >>> 1) ^ -(zigzag & 1);
                if (number < 0) {
                    throw none();
                }
                return number;
            }
        }
        throw none();
    }

    private static UnfitRecordException none() {
        return new UnfitRecordException(
                "the record begins with a byte 0, but not with an id and the indexes of a message"
                        + " as Confluent's frame has them");
    }
}
