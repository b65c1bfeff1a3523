package io.nearline.schemas;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A vector as it travels. Equal if encoding, scale and bytes are.
 *
 * @param encoding how one component is written
 * @param scale factor of every INT8 component, 1 for the other encodings
 * @param bytes the components, little endian; not copied, so leave the array alone
 */
public record EncodedVector(VectorEncoding encoding, float scale, byte[] bytes) {

    public EncodedVector {
        Objects.requireNonNull(encoding, "encoding");
        Objects.requireNonNull(bytes, "bytes");
    }

    /**
     * The vector of an update. Shares its bytes where they are all that their array holds, as in an
     * update that was decoded.
     *
     * @throws IllegalArgumentException if the update has none, as a DELETE
     */
    public static EncodedVector of(IndexUpdate update) {
        ByteBuffer vector = update.getVector();
        if (vector == null) {
            throw new IllegalArgumentException(
                    "Index update of kind "
                            + update.getKind()
                            + " has no vector: look at the kind before decoding.");
        }
        return new EncodedVector(
                update.getVectorEncoding(), update.getVectorScale(), bytes(vector));
    }

    /** A further vector of an update, shared as that is. */
    public static EncodedVector of(OutputVector output) {
        return new EncodedVector(
                output.getVectorEncoding(), output.getVectorScale(), bytes(output.getVector()));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer.hasArray()
                && buffer.arrayOffset() == 0
                && buffer.array().length == buffer.remaining()) {
            return buffer.array();
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedVector that
                && encoding == that.encoding
                && Float.compare(scale, that.scale) == 0
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(encoding, scale, Arrays.hashCode(bytes));
    }

    @Override
    public String toString() {
        return encoding + " x " + scale + ", " + bytes.length + " bytes";
    }
}
