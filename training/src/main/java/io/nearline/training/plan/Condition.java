package io.nearline.training.plan;

import java.util.List;

/**
 * What a field of a record has to be.
 *
 * @param field its name
 * @param values that it may have: a text; {@code ""} for missing or empty; {@code *} for anything
 *     else; or a bound, {@code >= 4} or {@code <= 4}
 */
public record Condition(String field, List<String> values) {
    private static final String LEAST = ">=";
    private static final String MOST = "<=";

    public Condition {
        values = List.copyOf(values);
    }

    /**
     * Whether a field's value is one of them.
     *
     * @param value empty where the record has none
     */
    public boolean holds(String value) {
        return values.stream().anyMatch(wanted -> holds(wanted, value));
    }

    private static boolean holds(String wanted, String value) {
        if (wanted.equals("*")) {
            return !value.isBlank();
        }
        if (wanted.startsWith(LEAST)) {
            return number(value) >= number(wanted.substring(LEAST.length()));
        }
        if (wanted.startsWith(MOST)) {
            return number(value) <= number(wanted.substring(MOST.length()));
        }
        return wanted.equals(value);
    }

    /** Not a number, which no bound holds for, if the text is none. */
    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
