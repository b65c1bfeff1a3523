package io.nearline.operators.mapping;

import io.nearline.operators.json.PlainDigits;
import io.nearline.operators.json.WellFormedText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A value of a source's record, whatever format it came in. Each prints as its type, never as what
 * it holds.
 */
public sealed interface SourceValue {

    /** No value. A field that is not there is read as this one. */
    enum Nothing implements SourceValue {
        /** The only one. */
        NOTHING;

        @Override
        public String toString() {
            return type();
        }
    }

    /** Text; a surrogate without its partner has become U+FFFD. */
    record Text(String value) implements SourceValue {
        public Text {
            value = WellFormedText.of(value);
        }

        @Override
        public String toString() {
            return type();
        }
    }

    /** A whole number of any size. */
    record Whole(BigInteger value) implements SourceValue {
        @Override
        public String toString() {
            return type();
        }
    }

    /**
     * A number with a fraction, or one that is not finite.
     *
     * @param digits without an exponent; or {@code NaN}, {@code Infinity}, {@code -Infinity}
     */
    record Fraction(String digits) implements SourceValue {

        /** A decimal number. */
        public static Fraction of(BigDecimal number) {
            return new Fraction(PlainDigits.of(number));
        }

        /** A binary number. */
        public static Fraction of(double number) {
            return new Fraction(PlainDigits.of(number));
        }

        /** The number; empty if it is not finite. */
        public Optional<BigDecimal> number() {
            return Character.isDigit(digits.charAt(digits.length() - 1))
                    ? Optional.of(new BigDecimal(digits))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return type();
        }
    }

    /** A moment, of a format whose types say what their numbers mean. */
    record Moment(Instant value) implements SourceValue {
        @Override
        public String toString() {
            return type();
        }
    }

    /** Bytes that are no text. No rule takes them, so they are not kept. */
    enum Bytes implements SourceValue {
        /** The only one. */
        BYTES;

        @Override
        public String toString() {
            return type();
        }
    }

    /** True or false. */
    record Flag(boolean value) implements SourceValue {
        @Override
        public String toString() {
            return type();
        }
    }

    /** A list. */
    record Items(List<SourceValue> values) implements SourceValue {
        @Override
        public String toString() {
            return type();
        }
    }

    /** An object: values by name. */
    record Fields(Map<String, SourceValue> values) implements SourceValue {
        /** The value of that name. */
        SourceValue get(String name) {
            return values.getOrDefault(name, Nothing.NOTHING);
        }

        @Override
        public String toString() {
            return type();
        }
    }

    /** What it is called in messages. */
    default String type() {
        if (this instanceof Text) {
            return "text";
        } else if (this instanceof Whole) {
            return "a whole number";
        } else if (this instanceof Fraction) {
            return "a number with a fraction";
        } else if (this instanceof Moment) {
            return "a time";
        } else if (this instanceof Bytes) {
            return "bytes";
        } else if (this instanceof Flag) {
            return "true or false";
        } else if (this instanceof Items) {
            return "a list";
        } else if (this instanceof Fields) {
            return "an object";
        }
        return "nothing";
    }
}
