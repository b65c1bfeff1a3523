package io.nearline.bench.report;

import io.nearline.retrieval.report.HtmlText;
import java.util.Locale;

/** Text of the page, with everything that comes from outside escaped. */
final class Markup {
    private final StringBuilder text = new StringBuilder();

    /** Adds markup; {@code %s} takes text, which is escaped. */
    Markup add(String format, Object... values) {
        Object[] escaped = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            escaped[i] = values[i] instanceof String string ? HtmlText.escaped(string) : values[i];
        }
        text.append(String.format(Locale.ROOT, format, escaped)).append('\n');
        return this;
    }

    /** Adds markup as it is. */
    Markup raw(String markup) {
        text.append(markup).append('\n');
        return this;
    }

    /** A number as people read it: few digits, thousands apart. */
    static String number(double value) {
        double magnitude = Math.abs(value);
        if (magnitude >= 1e6) {
            return trimmed(value / 1e6) + "M";
        }
        if (magnitude >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return trimmed(value);
    }

    /** The same with the digits of a measured figure: 1 is 1.00. */
    static String figure(double value) {
        return Math.abs(value) < 10 ? String.format(Locale.ROOT, "%.2f", value) : number(value);
    }

    private static String trimmed(double value) {
        double magnitude = Math.abs(value);
        if (magnitude >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, magnitude >= 10 ? "%.1f" : "%.2f", value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
