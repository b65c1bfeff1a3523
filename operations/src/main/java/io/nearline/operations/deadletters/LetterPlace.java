package io.nearline.operations.deadletters;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a letter stands in the dead-letters topic, which is how people name it: {@code 0:17}.
 *
 * @param partition its partition
 * @param offset its offset there
 */
public record LetterPlace(int partition, long offset) implements Comparable<LetterPlace> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}):(\\d{1,18})");

    private static final Comparator<LetterPlace> ORDER =
            Comparator.comparingInt(LetterPlace::partition).thenComparingLong(LetterPlace::offset);

    /** Reads {@code partition:offset}; empty if it has another form. */
    public static Optional<LetterPlace> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(
                        new LetterPlace(
                                Integer.parseInt(matcher.group(1)),
                                Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(LetterPlace other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return partition + ":" + offset;
    }
}
