package io.nearline.operators.json;

import java.math.BigDecimal;

/** Numbers as people write them: without an exponent. */
public final class PlainDigits {

    /** A number of more places is read as a binary one: its digits would fill a post. */
    private static final int MOST_PLACES = 1000;

    private PlainDigits() {}

    /** A decimal number with all its digits. */
    public static String of(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MOST_PLACES
                ? number.toPlainString()
                : of(number.doubleValue());
    }

    /**
     * A binary number by the fewest digits that tell it apart; {@code NaN}, {@code Infinity} or
     * {@code -Infinity} if it is not finite.
     */
    public static String of(double number) {
        String digits = Double.toString(number);
        return digits.indexOf('E') < 0 ? digits : new BigDecimal(digits).toPlainString();
    }
}
