package io.nearline.embedding.tokenize;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;

/**
 * SentencePiece's precompiled character map: the size of a trie in bytes, the trie as a double
 * array of 32-bit units, and the replacements, each ended by a NUL. The library follows it without
 * looking at its bounds.
 *
 * <p>Layout of a unit after <a href="https://github.com/s-yata/darts-clone">Darts-clone</a>: label
 * in the lowest byte, bit 8 says that a value follows, bit 9 that the offset is shifted, offset
 * from bit 10 on; of a value the lowest 31 bits count.
 */
final class Charsmap {
    private static final int LABELS = 256;
    private static final int LABEL_MASK = 0x800000FF;
    private static final int VALUE_MASK = 0x7FFFFFFF;
    private static final int HAS_LEAF = 1 << 8;
    private static final int SHIFTED = 1 << 9;
    private static final int OFFSET_SHIFT = 10;

    private final int[] units;
    private final byte[] replacements;

    private Charsmap(int[] units, byte[] replacements) {
        this.units = units;
        this.replacements = replacements;
    }

    /** What is wrong with a map, if anything is. */
    static Optional<String> problem(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            // The library says so itself, but ends the process where nothing is left.
            return Optional.of("is not base64");
        }
        ByteBuffer map = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (map.remaining() < Integer.BYTES) {
            return Optional.of("is cut short");
        }
        long size = Integer.toUnsignedLong(map.getInt());
        if (size < Integer.BYTES || size > map.remaining()) {
            return Optional.of("is cut short");
        }
        int[] units = new int[(int) (size / Integer.BYTES)];
        map.asIntBuffer().get(units);
        byte[] replacements = new byte[bytes.length - Integer.BYTES - units.length * Integer.BYTES];
        System.arraycopy(
                bytes, bytes.length - replacements.length, replacements, 0, replacements.length);
        if (!isText(replacements)) {
            return Optional.of("has replacements that are not UTF-8");
        }
        return new Charsmap(units, replacements).isBounded()
                ? Optional.empty()
                : Optional.of("points outside itself");
    }

    /** Walks to every place that some text leads to. */
    private boolean isBounded() {
        BitSet seen = new BitSet(units.length);
        Deque<Integer> waiting = new ArrayDeque<>();
        waiting.add(offset(units[0]));
        while (!waiting.isEmpty()) {
            int base = waiting.poll();
            for (int label = 1; label < LABELS; label++) {
                int place = base ^ label;
                if (place < 0 || place >= units.length) {
                    return false;
                }
                int unit = units[place];
                if ((unit & LABEL_MASK) != label || seen.get(place)) {
                    continue;
                }
                seen.set(place);
                int next = place ^ offset(unit);
                if ((unit & HAS_LEAF) != 0 && !isReplacement(next)) {
                    return false;
                }
                waiting.add(next);
            }
        }
        return true;
    }

    private boolean isReplacement(int place) {
        if (place < 0 || place >= units.length) {
            return false;
        }
        int start = units[place] & VALUE_MASK;
        return start == replacements.length
                || (start < replacements.length && (replacements[start] & 0xC0) != 0x80);
    }

    private static int offset(int unit) {
        return unit >>> OFFSET_SHIFT << ((unit & SHIFTED) == 0 ? 0 : Byte.SIZE);
    }

    private static boolean isText(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return text != null;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
