package io.nearline.operators.mapping;

import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Moment;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.util.Optional;

/** Which values of a record may become text. */
enum TextType {
    /** What people write: text alone. */
    PROSE("text"),
    /** What names something: many sources number their posts and authors. */
    NAME("text or a whole number"),
    /** What is filtered by: every value that is no list and no object. */
    SCALAR("text, a number, or true or false");

    private final String wanted;

    TextType(String wanted) {
        this.wanted = wanted;
    }

    /**
     * A value as text.
     *
     * @param field of the post, for the message
     */
    String read(String field, SourcePath path, SourceValue value) throws UnmappableRecordException {
        return text(value)
                .orElseThrow(
                        () ->
                                new UnmappableRecordException(
                                        field,
                                        "path %s must lead to %s, found %s"
                                                .formatted(path, wanted, value.type())));
    }

    private Optional<String> text(SourceValue value) {
        if (value instanceof Text text) {
            return Optional.of(text.value());
        } else if (value instanceof Whole number && this != PROSE) {
            return Optional.of(number.value().toString());
        } else if (value instanceof Fraction number && this == SCALAR) {
            return Optional.of(Double.toString(number.value()));
        } else if (value instanceof Moment moment && this == SCALAR) {
            return Optional.of(moment.value().toString());
        } else if (value instanceof Flag flag && this == SCALAR) {
            return Optional.of(Boolean.toString(flag.value()));
        }
        return Optional.empty();
    }
}
