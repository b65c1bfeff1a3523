package io.nearline.schemas;

import io.nearline.schemas.UndecodableRecordException.Reason;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/**
 * Walks over the body of one record and checks that every length, count and index in it is
 * possible, and that it ends where the bytes end.
 *
 * <p>Avro's own reader allocates what a length or count claims before it looks whether the bytes
 * are there, so a few damaged bytes could ask for gigabytes; after this walk they cannot. Allocates
 * nothing but itself.
 */
final class BodyBounds {

    private static final int MAX_VARINT_BITS = 64;

    private final ByteBuffer body;

    private BodyBounds(ByteBuffer body) {
        this.body = body;
    }

    /**
     * @throws UndecodableRecordException with reason CORRUPT_BODY if the bytes from {@code offset}
     *     on are not exactly one datum of the schema
     */
    static void check(Schema schema, byte[] bytes, int offset) {
        ByteBuffer body = ByteBuffer.wrap(bytes, offset, bytes.length - offset);
        BodyBounds bounds = new BodyBounds(body);
        bounds.walk(schema);
        if (body.hasRemaining()) {
            throw bounds.corrupt("the record ends before the bytes do");
        }
    }

    private void walk(Schema schema) {
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> bool();
            case INT -> integer();
            case LONG -> varint();
            case FLOAT -> skip(Float.BYTES);
            case DOUBLE -> skip(Double.BYTES);
            case FIXED -> skip(schema.getFixedSize());
            case STRING, BYTES -> skip(varint());
            case ENUM -> index(schema.getEnumSymbols().size());
            case UNION -> walk(schema.getTypes().get(index(schema.getTypes().size())));
            case ARRAY, MAP -> blocks(schema);
            case RECORD -> schema.getFields().forEach(field -> walk(field.schema()));
        }
    }

    private void blocks(Schema collection) {
        for (long items = blockItems(); items > 0; items = blockItems()) {
            for (long i = 0; i < items; i++) {
                item(collection);
            }
        }
    }

    private void item(Schema collection) {
        if (collection.getType() == Schema.Type.MAP) {
            skip(varint());
            walk(collection.getValueType());
        } else {
            walk(collection.getElementType());
        }
    }

    /** Number of items of the next block; 0 after the last. */
    private long blockItems() {
        long items = varint();
        if (items < 0) {
            items = -items;
            // The block's size in bytes, which readers that look at the items do not need.
            varint();
        }
        // No item of our schemas takes less than a byte.
        if (items < 0 || items > body.remaining()) {
            throw corrupt("a block claims more items than there are bytes left");
        }
        return items;
    }

    private void bool() {
        skip(1);
        byte value = body.get(body.position() - 1);
        if (value != 0 && value != 1) {
            throw corrupt("a boolean is neither 0 nor 1");
        }
    }

    private int index(int choices) {
        int index = integer();
        if (index < 0 || index >= choices) {
            throw corrupt("choice " + index + " of " + choices);
        }
        return index;
    }

    private int integer() {
        long value = varint();
        if (value != (int) value) {
            throw corrupt("an int is out of range");
        }
        return (int) value;
    }

    private long varint() {
        long zigZag = 0;
        for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
            if (!body.hasRemaining()) {
                throw corrupt("the bytes end before the record does");
            }
            byte next = body.get();
            zigZag |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (zigZag >>> 1) ^ -(zigZag & 1);
            }
        }
        throw corrupt("a number has too many bytes");
    }

    private void skip(long length) {
        if (length < 0 || length > body.remaining()) {
            throw corrupt("a length of " + length + " with " + body.remaining() + " bytes left");
        }
        body.position(body.position() + (int) length);
    }

    private UndecodableRecordException corrupt(String finding) {
        return new UndecodableRecordException(
                Reason.CORRUPT_BODY,
                "Body does not follow the schema that the record names; at byte "
                        + body.position()
                        + " of "
                        + body.limit()
                        + ": "
                        + finding
                        + ".");
    }
}
