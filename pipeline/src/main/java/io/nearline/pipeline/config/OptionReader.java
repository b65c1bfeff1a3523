package io.nearline.pipeline.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads single options and collects the problems with them, instead of failing at the first. */
final class OptionReader {

    private static final String PREFIX = "nearline.";

    private final Configuration configuration;
    private final List<String> problems = new ArrayList<>();

    OptionReader(Configuration configuration) {
        this.configuration = configuration;
    }

    /**
     * Ends the reading.
     *
     * @throws InvalidConfigurationException with every problem, if there is any
     */
    void throwIfAnyProblem() {
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
    }

    /** Whether the option was set by somebody, rightly or wrongly. */
    boolean isSet(ConfigOption<?> option) {
        return configuration.contains(option);
    }

    /** Complains of keys that look like ours and are none. */
    void rejectUnknownKeys() {
        Set<String> known = new TreeSet<>(ConfigReference.keys());
        String clientPrefix = KafkaOptions.CLIENT_PROPERTIES.key() + ".";
        for (String key : new TreeSet<>(configuration.keySet())) {
            if (key.startsWith(PREFIX) && !known.contains(key) && !key.startsWith(clientPrefix)) {
                problems.add(
                        """
                        %s is no option of this job; did you mean %s? All \
                        options: docs/reference/configuration.md\
                        """
                                .formatted(key, Spelling.nearest(key, known)));
            }
        }
    }

    @Nullable Integer positive(ConfigOption<Integer> option) {
        Integer found = find(option);
        check(option, found, value -> value > 0, "use 1 or more");
        return found;
    }

    Duration positiveDuration(ConfigOption<Duration> option) {
        Duration found = value(option);
        check(
                option,
                found,
                value -> !value.isZero() && !value.isNegative(),
                "use a positive duration, such as 30 s or 90 d");
        return found;
    }

    void longer(
            ConfigOption<Duration> option,
            @Nullable Duration found,
            ConfigOption<Duration> than,
            @Nullable Duration other) {
        if (found != null && other != null && found.compareTo(other) <= 0) {
            problem(option, found, "make it longer than " + than.key() + ", which is " + other);
        }
    }

    /** Complains if there is a value and it breaks the rule. */
    <T> void check(ConfigOption<T> option, @Nullable T found, Predicate<T> rule, String fix) {
        if (found != null && !rule.test(found)) {
            problem(option, found, fix);
        }
    }

    /** The value; null, and a problem, if it is not set or blank. */
    <T> @Nullable T required(ConfigOption<T> option, String fix) {
        T found = find(option);
        if (found == null ? !isUnreadable(option) : isBlank(found)) {
            problems.add(option.key() + " is not set; " + fix);
        }
        return found;
    }

    private static boolean isBlank(Object found) {
        if (found instanceof String text) {
            return text.isBlank();
        }
        return found instanceof List<?> list && list.isEmpty();
    }

    private boolean isUnreadable(ConfigOption<?> option) {
        return problems.stream().anyMatch(problem -> problem.startsWith(option.key() + " "));
    }

    /**
     * What was read, taken to be there. Where it is not, a problem was noted, and then nothing that
     * was read gets past {@link #throwIfAnyProblem}: pass it on and do not look at it.
     */
    @SuppressWarnings("NullAway") // As said above.
    static <T> T presumed(@Nullable T read) {
        return read;
    }

    /** The value of an option that has a default, {@link #presumed} to be readable. */
    <T> T value(ConfigOption<T> option) {
        return presumed(find(option));
    }

    /** The value; null if it is not set or cannot be read (then the problem is noted). */
    <T> @Nullable T find(ConfigOption<T> option) {
        try {
            return configuration.get(option);
        } catch (IllegalArgumentException unreadable) {
            if (!isUnreadable(option)) {
                unreadable(option);
            }
            return null;
        }
    }

    /** A map is not repeated: what is handed on to clients may be a password. */
    private void unreadable(ConfigOption<?> option) {
        if (option.defaultValue() instanceof Map) {
            problem(
                    option,
                    "no map",
                    "set each entry by itself, as %s.NAME: VALUE".formatted(option.key()));
        } else {
            Object found = configuration.toMap().get(option.key());
            problem(option, found, "use a value like " + option.defaultValue());
        }
    }

    /** A problem whose text names the option itself. */
    void problem(String problem) {
        problems.add(problem);
    }

    void problem(ConfigOption<?> option, @Nullable Object found, String fix) {
        problems.add(option.key() + " is " + found + "; " + fix);
    }
}
