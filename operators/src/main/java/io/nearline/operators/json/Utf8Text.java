package io.nearline.operators.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: what other decoders replace or guess is refused. */
final class Utf8Text {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8Text() {}

    /**
     * The text of a line, without a byte order mark at its beginning, which joined files have in
     * their middle.
     *
     * @throws InvalidJsonException that names the first byte that is no UTF-8, or is zero
     */
    static String of(byte[] line) throws InvalidJsonException {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.wrap(line);
        CharBuffer characters = CharBuffer.allocate(line.length);
        if (decoder.decode(bytes, characters, true).isError()) {
            throw new InvalidJsonException(
                    "not valid UTF-8",
                    "not valid UTF-8 at byte %d of the line".formatted(bytes.position()));
        }
        refuseZero(line);
        String text = characters.flip().toString();
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private static void refuseZero(byte[] line) throws InvalidJsonException {
        for (int i = 0; i < line.length; i++) {
            if (line[i] == 0) {
                throw new InvalidJsonException(
                        "a zero byte: this is no text",
                        "a zero byte at byte %d of the line: this is no text".formatted(i));
            }
        }
    }
}
