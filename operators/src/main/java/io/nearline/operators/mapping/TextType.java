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

    /** What Debezium sends for a large value that a change left alone, unless told otherwise. */
    private static final Text UNAVAILABLE = new Text("__debezium_unavailable_value");

    private final String wanted;

    TextType(String wanted) {
        this.wanted = wanted;
    }

    /**
     * A value as text. One that stands for a value which the source left out is refused: it would
     * replace the post's.
     *
     * @param field of the post, for the message
     */
    String read(String field, SourcePath path, SourceValue value) throws UnmappableRecordException {
        if (value.equals(UNAVAILABLE)) {
            throw new UnmappableRecordException(
                    field,
                    "the source left the value out, since the change left it alone; have it send"
                            + " whole rows (PostgreSQL: REPLICA IDENTITY FULL)");
        }
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
            return Optional.of(number.digits());
        } else if (value instanceof Moment moment && this == SCALAR) {
            return Optional.of(moment.value().toString());
        } else if (value instanceof Flag flag && this == SCALAR) {
            return Optional.of(Boolean.toString(flag.value()));
        }
        return Optional.empty();
    }
}
