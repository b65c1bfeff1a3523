package io.nearline.operations.mapping.draft;

import io.nearline.operators.mapping.SourceValue;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Moment;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a sample holds at one path. Not thread-safe. */
final class FieldProfile {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}(?:\\.[0-9]{1,9})?");

    private final String path;
    private final String name;
    private final Map<Integer, List<SourceValue>> values = new TreeMap<>();

    /**
     * @param path as a mapping writes it
     * @param name of the last field on the path
     */
    FieldProfile(String path, String name) {
        this.path = path;
        this.name = name.toLowerCase(Locale.ROOT);
    }

    void add(int record, SourceValue value) {
        values.computeIfAbsent(record, any -> new ArrayList<>()).add(value);
    }

    String path() {
        return path;
    }

    /** In lower case. */
    String name() {
        return name;
    }

    /** Whether a record may hold several. Brackets that belong to a name stand apart in a path. */
    boolean isMany() {
        return path.contains("[]");
    }

    /** How many records have a value there. */
    int present() {
        return values.size();
    }

    /** How many different values there are. */
    int different() {
        return new HashSet<>(all()).size();
    }

    /** The value that a record has there, if it has one. */
    Optional<SourceValue> of(int record) {
        return Optional.ofNullable(values.get(record)).map(found -> found.get(0));
    }

    List<SourceValue> all() {
        return values.values().stream().flatMap(List::stream).toList();
    }

    boolean isText() {
        return all(Text.class::isInstance);
    }

    boolean isMoment() {
        return all(Moment.class::isInstance);
    }

    /** Text or whole numbers: what may name something. */
    boolean isName() {
        return all(value -> value instanceof Text || value instanceof Whole);
    }

    /** Whole numbers of 0 or more, or their digits. */
    boolean isCount() {
        return all(FieldProfile::isCount);
    }

    private static boolean isCount(SourceValue value) {
        if (value instanceof Whole whole) {
            return whole.value().signum() >= 0;
        }
        return value instanceof Text text && DIGITS.matcher(text.value()).matches();
    }

    /** Neither list nor object nor bytes. */
    boolean isScalar() {
        return all(
                value ->
                        value instanceof Text
                                || value instanceof Whole
                                || value instanceof Fraction
                                || value instanceof Flag);
    }

    /** The numbers there, if nothing else is. */
    Optional<List<BigDecimal>> numbers() {
        List<Optional<BigDecimal>> numbers = all().stream().map(FieldProfile::number).toList();
        return numbers.isEmpty() || numbers.contains(Optional.<BigDecimal>empty())
                ? Optional.empty()
                : Optional.of(numbers.stream().flatMap(Optional::stream).toList());
    }

    /** A value as a number, if it is one or its digits. */
    static Optional<BigDecimal> number(SourceValue value) {
        if (value instanceof Whole whole) {
            return Optional.of(new BigDecimal(whole.value()));
        } else if (value instanceof Fraction fraction) {
            return fraction.number();
        }
        return value instanceof Text text && NUMBER.matcher(text.value()).matches()
                ? Optional.of(new BigDecimal(text.value()))
                : Optional.empty();
    }

    /** The texts there, if nothing else is. */
    Optional<List<String>> texts() {
        return isText()
                ? Optional.of(all().stream().map(value -> ((Text) value).value()).toList())
                : Optional.empty();
    }

    /** Mean count of words of its texts; 0 if it holds anything else. */
    double words() {
        return texts().orElse(List.of()).stream()
                .mapToInt(text -> text.isBlank() ? 0 : text.strip().split("\\s+").length)
                .average()
                .orElse(0);
    }

    boolean all(Predicate<SourceValue> wanted) {
        return !values.isEmpty() && all().stream().allMatch(wanted);
    }

    /** Path and counts: values are what people write. */
    @Override
    public String toString() {
        return "FieldProfile[%s in %d records]".formatted(path, present());
    }
}
