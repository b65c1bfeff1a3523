package io.nearline.pipeline.source.files;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Nothing;
import io.nearline.operators.mapping.SourceValue.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One row of CSV, by RFC 4180: cells in quotes may hold separators, line ends and doubled quotes.
 */
final class CsvRow {

    private static final char QUOTE = '"';

    private final String row;
    private final char separator;
    private final List<SourceValue> cells = new ArrayList<>();
    private int at;

    private CsvRow(String row, char separator) {
        this.row = row;
        this.separator = separator;
    }

    /** The cells of a row, each text or nothing. */
    static List<SourceValue> cells(byte[] row, char separator) throws MalformedRowException {
        return new CsvRow(text(row), separator).read();
    }

    /** The row as text. */
    static String text(byte[] row) throws MalformedRowException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(row)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedRowException("a row that is not UTF-8");
        }
    }

    /** Whether a line turns "in quotes" into "not in quotes", or the other way about. */
    static boolean leavesOpen(byte[] line) {
        boolean open = false;
        for (byte character : line) {
            open ^= character == QUOTE;
        }
        return open;
    }

    /** The row without the carriage return that stands before a line feed in many files. */
    static byte[] withoutReturn(byte[] row) {
        boolean returned = row.length > 0 && row[row.length - 1] == '\r';
        return returned ? Arrays.copyOf(row, row.length - 1) : row;
    }

    private List<SourceValue> read() throws MalformedRowException {
        cells.add(cell());
        while (at < row.length()) {
            at++;
            cells.add(cell());
        }
        return cells;
    }

    /** Reads up to the next separator or the end, and stays before it. */
    private SourceValue cell() throws MalformedRowException {
        return at < row.length() && row.charAt(at) == QUOTE ? quoted() : bare();
    }

    private SourceValue quoted() throws MalformedRowException {
        StringBuilder cell = new StringBuilder();
        for (at++; at < row.length(); at++) {
            char character = row.charAt(at);
            if (character != QUOTE) {
                cell.append(character);
            } else if (at + 1 < row.length() && row.charAt(at + 1) == QUOTE) {
                cell.append(QUOTE);
                at++;
            } else {
                at++;
                requireSeparator();
                return new Text(cell.toString());
            }
        }
        throw misplacedQuote();
    }

    private SourceValue bare() throws MalformedRowException {
        int end = row.indexOf(separator, at);
        String cell = row.substring(at, end < 0 ? row.length() : end);
        if (cell.indexOf(QUOTE) >= 0) {
            throw misplacedQuote();
        }
        at += cell.length();
        return cell.isEmpty() ? Nothing.NOTHING : new Text(cell);
    }

    private void requireSeparator() throws MalformedRowException {
        if (at < row.length() && row.charAt(at) != separator) {
            throw misplacedQuote();
        }
    }

    private MalformedRowException misplacedQuote() {
        return new MalformedRowException(
                "a row with a quote inside a column",
                "a row with a quote inside column %d; a quote within a cell is to be doubled, and the cell quoted"
                        .formatted(cells.size() + 1));
    }
}
