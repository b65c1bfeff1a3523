package io.nearline.pipeline.config;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;

/** Writes {@code docs/reference/configuration.md} from {@link JobOptions}. */
public final class ConfigReference {

    private static final String HEAD =
            """
            # Configuration

            Generated from `JobOptions`; a test keeps it current. Set these where Flink's own options are set:
            `config.yaml`, `-Dkey=value`, or `flinkConfiguration` of the Flink Kubernetes Operator. The job checks
            all of them at start and reports every problem at once.

            | option | default | meaning |
            | --- | --- | --- |
            """;

    private ConfigReference() {}

    /** Keys of all options, in the order of their declaration. */
    public static List<String> keys() {
        return options().stream().map(ConfigOption::key).toList();
    }

    /** The page, as Markdown. */
    public static String markdown() {
        return options().stream()
                .map(ConfigReference::row)
                .collect(Collectors.joining("\n", HEAD, "\n"));
    }

    private static String row(ConfigOption<?> option) {
        String description = new HtmlFormatter().format(option.description()).replace("|", "\\|");
        return "| `"
                + option.key()
                + "` | "
                + shown(option.defaultValue())
                + " | "
                + description
                + " |";
    }

    private static String shown(Object value) {
        if (value == null || value instanceof Map<?, ?>) {
            return "none";
        }
        if (value instanceof Duration duration) {
            return '`' + TimeUtils.formatWithHighestUnit(duration) + '`';
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Object::toString).collect(Collectors.joining(";", "`", "`"));
        }
        return "`" + value + '`';
    }

    private static List<ConfigOption<?>> options() {
        return Arrays.stream(JobOptions.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .<ConfigOption<?>>map(ConfigReference::option)
                .toList();
    }

    private static ConfigOption<?> option(Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(field + " is public", impossible);
        }
    }
}
