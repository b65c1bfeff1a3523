package io.nearline.embedding.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Memory that the runtime reads a run's input from and writes its output to, without copies on the
 * way. Used again and again, for one run at a time; as large as the largest run so far needed.
 */
final class RunBuffers {

    private LongBuffer ids = longs(0);
    private LongBuffer mask = longs(0);
    private LongBuffer zeros = longs(0);
    private FloatBuffer output = direct(0).asFloatBuffer();
    private float[] values = new float[0];
    private final Map<String, FloatBuffer> further = new HashMap<>();

    /** Room for {@code count} token ids, of any content. */
    LongBuffer ids(int count) {
        ids = room(ids, count);
        return ids;
    }

    /** Room for a mask of {@code count} tokens, of any content. */
    LongBuffer mask(int count) {
        mask = room(mask, count);
        return mask;
    }

    /** As many zeros; not to be written to. */
    LongBuffer zeros(int count) {
        zeros = room(zeros, count);
        return zeros;
    }

    /** Room for {@code count} numbers of output, of any content. */
    FloatBuffer output(int count) {
        if (output.capacity() < count) {
            output = direct(count * Float.BYTES).asFloatBuffer();
            values = new float[count];
        }
        return output.clear().limit(count);
    }

    /**
     * The output of the last run in Java's memory; what lies beyond its count is of earlier runs.
     */
    float[] values() {
        output.get(0, values, 0, output.limit());
        return values;
    }

    /** Room for {@code count} numbers of another output, of any content. */
    FloatBuffer further(String name, int count) {
        FloatBuffer known = further.get(name);
        if (known == null || known.capacity() < count) {
            known = direct(count * Float.BYTES).asFloatBuffer();
            further.put(name, known);
        }
        return known.clear().limit(count);
    }

    /** What the last run gave for another output, in an array of its own. */
    float[] furtherValues(String name) {
        FloatBuffer given = Objects.requireNonNull(further.get(name));
        float[] copy = new float[given.limit()];
        given.get(0, copy);
        return copy;
    }

    private static LongBuffer room(LongBuffer buffer, int count) {
        LongBuffer enough = buffer.capacity() < count ? longs(count) : buffer;
        return enough.clear().limit(count);
    }

    private static LongBuffer longs(int count) {
        return direct(count * Long.BYTES).asLongBuffer();
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
