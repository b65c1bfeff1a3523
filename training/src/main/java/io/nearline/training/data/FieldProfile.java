package io.nearline.training.data;

/**
 * What the records of a file have in one field.
 *
 * @param name of the field
 * @param records of the file
 * @param filled records that have something there
 * @param different values among them
 * @param words of a value, on average
 * @param least the smallest value; not a number where one of the values is none
 * @param most the largest value, likewise
 */
public record FieldProfile(
        String name,
        int records,
        int filled,
        int different,
        double words,
        double least,
        double most) {
    private static final double FEWEST_WORDS = 2;
    private static final double MOST_WORDS_OF_A_LABEL = 5;

    /** Whether every value is a number. */
    public boolean isNumber() {
        return filled > 0 && least <= most;
    }

    /** Whether records fall into groups by it: each value comes twice or more, on average. */
    public boolean isLabel() {
        return different >= 2 && 2 * different <= filled && words <= MOST_WORDS_OF_A_LABEL;
    }

    /** Whether it reads like a text. */
    public boolean isText() {
        return different >= 2 && words >= FEWEST_WORDS && !isNumber() && !isLabel();
    }

    /** Whether every record has something there. */
    public boolean isAlwaysFilled() {
        return filled == records;
    }
}
