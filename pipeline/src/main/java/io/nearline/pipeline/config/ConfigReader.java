package io.nearline.pipeline.config;

import io.nearline.operators.text.TextPart;
import io.nearline.operators.text.TextRecipe;
import io.nearline.schemas.VectorEncoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Reads all options and collects every problem before it complains. */
final class ConfigReader {

    private static final String PREFIX = "nearline.";

    private final Configuration configuration;
    private final List<String> problems = new ArrayList<>();

    ConfigReader(Configuration configuration) {
        this.configuration = configuration;
    }

    JobConfig read() {
        rejectUnknownKeys();
        KafkaSettings kafka = kafka();
        ModelSettings models = models();
        FlowSettings flow = flow();
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
        return new JobConfig(kafka, models, flow);
    }

    private KafkaSettings kafka() {
        return new KafkaSettings(
                required(JobOptions.BOOTSTRAP_SERVERS, "set it to host:port,host:port"),
                value(JobOptions.GROUP_ID),
                value(JobOptions.START_FROM),
                value(JobOptions.POSTS_TOPIC),
                value(JobOptions.INDEX_UPDATES_TOPIC),
                value(JobOptions.BACKFILL_UPDATES_TOPIC),
                value(JobOptions.INDEX_CONTROL_TOPIC),
                value(JobOptions.DEAD_LETTERS_TOPIC),
                Optional.ofNullable(value(JobOptions.DELIVERY))
                        .map(Delivery::guarantee)
                        .orElse(null),
                value(JobOptions.TRANSACTIONAL_ID_PREFIX),
                value(JobOptions.CLIENT_PROPERTIES));
    }

    private ModelSettings models() {
        String directory =
                required(JobOptions.MODELS_DIRECTORY, "set it to the directory of the bundles");
        List<String> names = required(JobOptions.MODELS, "name at least one bundle directory");
        if (names != null && Set.copyOf(names).size() < names.size()) {
            problem(JobOptions.MODELS, names, "name each bundle once");
        }
        return new ModelSettings(directory, names, engine());
    }

    private ModelSettings.Engine engine() {
        Integer workers = value(JobOptions.WORKERS);
        check(JobOptions.WORKERS, workers, count -> count >= 0, "use 0 for one per core, or more");
        Integer budget = positive(JobOptions.TOKEN_BUDGET);
        Integer capacity = positive(JobOptions.CAPACITY);
        ModelSettings.Batching batching = value(JobOptions.BATCHING);
        if (workers == null || budget == null || capacity == null) {
            return null;
        }
        return new ModelSettings.Engine(
                workers, batching, budget, Math.max(capacity, MAX_WAITING_AT_LEAST));
    }

    /** Several subtasks share an engine: their capacities together should not block the first. */
    private static final int MAX_WAITING_AT_LEAST = 1024;

    private FlowSettings flow() {
        Duration admitTtl = positiveDuration(JobOptions.ADMIT_TTL);
        Duration recallTtl = positiveDuration(JobOptions.RECALL_TTL);
        Duration embedTimeout = positiveDuration(JobOptions.EMBED_TIMEOUT);
        Duration pendingTimeout = positiveDuration(JobOptions.PENDING_TIMEOUT);
        longer(JobOptions.RECALL_TTL, recallTtl, JobOptions.ADMIT_TTL, admitTtl);
        longer(JobOptions.PENDING_TIMEOUT, pendingTimeout, JobOptions.EMBED_TIMEOUT, embedTimeout);
        VectorEncoding encoding = value(JobOptions.VECTOR_ENCODING);
        check(
                JobOptions.VECTOR_ENCODING,
                encoding,
                found -> found != VectorEncoding.UNKNOWN,
                "use FLOAT32, FLOAT16 or INT8");
        Integer capacity = value(JobOptions.CAPACITY);
        return new FlowSettings(
                recipe(),
                admitTtl,
                capacity == null ? 0 : capacity,
                embedTimeout,
                recallTtl,
                pendingTimeout,
                encoding);
    }

    private TextRecipe recipe() {
        List<TextPart> parts = value(JobOptions.TEXT_PARTS);
        Integer maxChars = positive(JobOptions.TEXT_MAX_CHARS);
        check(JobOptions.TEXT_PARTS, parts, found -> !found.isEmpty(), "name at least one part");
        boolean readable = parts != null && !parts.isEmpty() && maxChars != null && maxChars > 0;
        return readable ? new TextRecipe(parts, maxChars) : null;
    }

    private void rejectUnknownKeys() {
        Set<String> known = new TreeSet<>(ConfigReference.keys());
        String clientPrefix = JobOptions.CLIENT_PROPERTIES.key() + ".";
        for (String key : new TreeSet<>(configuration.keySet())) {
            if (key.startsWith(PREFIX) && !known.contains(key) && !key.startsWith(clientPrefix)) {
                problems.add(
                        key
                                + " is no option of this job; did you mean "
                                + nearest(key, known)
                                + "? All options: docs/reference/configuration.md");
            }
        }
    }

    private static String nearest(String key, Set<String> known) {
        return known.stream()
                .min((a, b) -> Integer.compare(differing(key, a), differing(key, b)))
                .orElseThrow();
    }

    /** Characters outside the common start and end of two keys: enough to find a misspelt one. */
    private static int differing(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        int start = 0;
        while (start < shorter && a.charAt(start) == b.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
            end++;
        }
        return a.length() + b.length() - 2 * (start + end);
    }

    private Integer positive(ConfigOption<Integer> option) {
        Integer found = value(option);
        check(option, found, value -> value > 0, "use 1 or more");
        return found;
    }

    private Duration positiveDuration(ConfigOption<Duration> option) {
        Duration found = value(option);
        check(
                option,
                found,
                value -> !value.isZero() && !value.isNegative(),
                "use a positive duration, such as 30 s or 90 d");
        return found;
    }

    private void longer(
            ConfigOption<Duration> option,
            Duration found,
            ConfigOption<Duration> than,
            Duration other) {
        if (found != null && other != null && found.compareTo(other) <= 0) {
            problem(option, found, "make it longer than " + than.key() + ", which is " + other);
        }
    }

    private <T> void check(ConfigOption<T> option, T found, Predicate<T> rule, String fix) {
        if (found != null && !rule.test(found)) {
            problem(option, found, fix);
        }
    }

    private <T> T required(ConfigOption<T> option, String fix) {
        T found = value(option);
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

    /** The value, or null if it is not set or cannot be read (then the problem is noted). */
    private <T> T value(ConfigOption<T> option) {
        try {
            return configuration.get(option);
        } catch (IllegalArgumentException unreadable) {
            if (!isUnreadable(option)) {
                Object found = configuration.toMap().get(option.key());
                problem(option, found, "use a value like " + option.defaultValue());
            }
            return null;
        }
    }

    private void problem(ConfigOption<?> option, Object found, String fix) {
        problems.add(option.key() + " is " + found + "; " + fix);
    }
}
