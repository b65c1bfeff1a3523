package io.nearline.pipeline.source.files;

import java.io.Serializable;

/**
 * Where in a file reading came to an end.
 *
 * @param file name of the file
 * @param unit what the file is counted in
 * @param number of the record or line at hand, counted as its unit is
 * @param position its first byte, or the nearest one before it that is known; in a compressed file
 *     of lines a byte of the compressed file
 * @param read records or lines that were read from the file before
 */
public record Place(String file, Unit unit, long number, long position, long read)
        implements Serializable {

    /** What a file is counted in. */
    public enum Unit {
        /** Records, from 0: the number is the offset of a dead letter. */
        RECORD("record", "records"),
        /** Lines, from 1, as editors show them. */
        LINE("line", "lines");

        private final String one;
        private final String many;

        Unit(String one, String many) {
            this.one = one;
            this.many = many;
        }
    }

    /** The place within the file, as {@code line 5}. */
    public String withinFile() {
        return "%s %d".formatted(unit.one, number);
    }

    String inWords() {
        return "%s: %s, near byte %d".formatted(file, withinFile(), position);
    }

    String readInWords() {
        return "%d %s before it were read".formatted(read, unit.many);
    }
}
