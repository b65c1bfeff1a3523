package io.nearline.pipeline.source.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * What the first bytes of a text say about its encoding. JSON begins with two ASCII characters, so
 * a zero among the first two bytes tells UTF-16 and UTF-32 also where there is no byte order mark
 * (RFC 4627, section 3).
 *
 * @param markBytes length of UTF-8's byte order mark, or 0
 * @param foreignEncoding the encoding, if it is not UTF-8
 */
record TextBeginning(int markBytes, Optional<String> foreignEncoding) {

    private static final int LONGEST_MARK = 4;

    /** Looks ahead in a stream, and leaves it where it is. */
    static TextBeginning of(BufferedInputStream in) throws IOException {
        in.mark(LONGEST_MARK);
        byte[] first = in.readNBytes(LONGEST_MARK);
        in.reset();
        return of(first);
    }

    private static TextBeginning of(byte[] first) {
        if (begins(first, 0xEF, 0xBB, 0xBF)) {
            return new TextBeginning(3, Optional.empty());
        }
        if (begins(first, 0xFF, 0xFE, 0, 0) || begins(first, 0, 0, 0xFE, 0xFF)) {
            return foreign("UTF-32");
        }
        if (begins(first, 0xFF, 0xFE) || begins(first, 0xFE, 0xFF)) {
            return foreign("UTF-16");
        }
        if (first.length == LONGEST_MARK && (first[0] == 0 || first[1] == 0)) {
            boolean four = first[1] == 0 && (first[0] == 0 || first[2] == 0);
            return foreign("UTF-%d%s".formatted(four ? 32 : 16, first[0] == 0 ? "BE" : "LE"));
        }
        return new TextBeginning(0, Optional.empty());
    }

    private static TextBeginning foreign(String encoding) {
        return new TextBeginning(0, Optional.of(encoding));
    }

    private static boolean begins(byte[] first, int... mark) {
        if (first.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((first[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
