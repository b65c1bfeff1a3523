package io.nearline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;

/**
 * Key of the index-updates topic: one post under one model. Its text form is {@code
 * <postId>@<modelName>} in UTF-8; since model names never contain {@code @}, the last one parts the
 * two and post ids may contain it.
 */
public record IndexKey(String postId, String modelName) {

    private static final char SEPARATOR = '@';

    /**
     * @throws IllegalArgumentException if one part is empty or the model name contains {@code @}
     */
    public IndexKey {
        Objects.requireNonNull(postId, "postId");
        Objects.requireNonNull(modelName, "modelName");
        if (postId.isEmpty() || modelName.isEmpty()) {
            throw new IllegalArgumentException("Index keys need a post id and a model name.");
        }
        if (modelName.indexOf(SEPARATOR) >= 0) {
            throw new IllegalArgumentException(
                    "Model name '" + modelName + "' contains '@', which ends the post id in keys.");
        }
    }

    public byte[] toBytes() {
        return toString().getBytes(UTF_8);
    }

    /**
     * Reads what {@link #toBytes()} wrote.
     *
     * @throws IllegalArgumentException if the bytes are not UTF-8 or not of the form {@code
     *     <postId>@<modelName>}
     */
    public static IndexKey parse(byte[] bytes) {
        String text = decode(bytes);
        int separator = text.lastIndexOf(SEPARATOR);
        if (separator < 0) {
            throw new IllegalArgumentException(
                    "Index key of "
                            + bytes.length
                            + " bytes has no '@': expected <postId>@<modelName>.");
        }
        return new IndexKey(text.substring(0, separator), text.substring(separator + 1));
    }

    private static String decode(byte[] bytes) {
        try {
            // Strict, because two different broken keys must never become the same text.
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "Index key of " + bytes.length + " bytes is not UTF-8.", e);
        }
    }

    @Override
    public String toString() {
        return postId + SEPARATOR + modelName;
    }
}
