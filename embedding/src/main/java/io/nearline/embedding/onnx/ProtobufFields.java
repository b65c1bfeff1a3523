package io.nearline.embedding.onnx;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The fields of a protobuf message, as they lie in the file. Looking at a few fields of a graph
 * needs neither generated classes nor the library, which a job would have to carry.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the format</a>
 */
final class ProtobufFields {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0).asReadOnlyBuffer();
    private static final int NUMBER = 0;
    private static final int EIGHT_BYTES = 1;
    private static final int BYTES = 2;
    private static final int FOUR_BYTES = 5;
    private static final int TYPE_BITS = 3;
    private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;
    private static final int VARINT_BITS = 7;

    private final List<Field> fields = new ArrayList<>();

    /**
     * One field.
     *
     * @param type how it is encoded
     * @param value of a number; 0 for bytes
     * @param bytes of a string, a message or packed numbers; none for a number
     */
    private record Field(int number, int type, long value, ByteBuffer bytes) {}

    /**
     * Reads a message without copying it.
     *
     * @throws IllegalArgumentException if the bytes are no whole message
     */
    ProtobufFields(ByteBuffer message) {
        ByteBuffer rest = message.slice();
        while (rest.hasRemaining()) {
            long key = varint(rest);
            int number = (int) (key >>> TYPE_BITS);
            int type = (int) key & TYPE_MASK;
            fields.add(
                    switch (type) {
                        case NUMBER -> new Field(number, type, varint(rest), NONE);
                        case EIGHT_BYTES -> new Field(number, type, 0, take(rest, Long.BYTES));
                        case BYTES -> new Field(number, type, 0, take(rest, varint(rest)));
                        case FOUR_BYTES -> new Field(number, type, 0, take(rest, Integer.BYTES));
                        default -> throw new IllegalArgumentException("no field has type " + type);
                    });
        }
    }

    /** The messages of a repeated field, in the file's order. */
    Stream<ProtobufFields> messages(int number) {
        return bytes(number).map(ProtobufFields::new);
    }

    /** The strings of a repeated field, in the file's order. */
    List<String> strings(int number) {
        return bytes(number)
                .map(bytes -> StandardCharsets.UTF_8.decode(bytes.duplicate()).toString())
                .toList();
    }

    /** A string; empty where the message has none. */
    String string(int number) {
        List<String> strings = strings(number);
        return strings.isEmpty() ? "" : strings.get(strings.size() - 1);
    }

    /** What the field's bytes are, each time it is there. */
    Stream<ByteBuffer> bytes(int number) {
        return fields.stream().filter(field -> field.number() == number).map(Field::bytes);
    }

    /** The numbers of a repeated field, whether packed or one by one. */
    long[] numbers(int number) {
        return fields.stream()
                .filter(field -> field.number() == number)
                .flatMapToLong(
                        field ->
                                field.type() == NUMBER
                                        ? LongStream.of(field.value())
                                        : unpacked(field.bytes()))
                .toArray();
    }

    /** A number; 0 where the message has none. */
    long number(int number) {
        long[] numbers = numbers(number);
        return numbers.length == 0 ? 0 : numbers[numbers.length - 1];
    }

    private static LongStream unpacked(ByteBuffer packed) {
        ByteBuffer rest = packed.duplicate();
        LongStream.Builder numbers = LongStream.builder();
        while (rest.hasRemaining()) {
            numbers.add(varint(rest));
        }
        return numbers.build();
    }

    private static long varint(ByteBuffer rest) {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += VARINT_BITS) {
            byte next = take(rest, 1).get();
            value |= (long) (next & Byte.MAX_VALUE) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number has no end");
    }

    private static ByteBuffer take(ByteBuffer rest, long count) {
        if (count < 0 || count > rest.remaining()) {
            throw new IllegalArgumentException(
                    "%d bytes are left of %d".formatted(rest.remaining(), count));
        }
        ByteBuffer taken = rest.slice(rest.position(), (int) count);
        rest.position(rest.position() + (int) count);
        return taken;
    }
}
