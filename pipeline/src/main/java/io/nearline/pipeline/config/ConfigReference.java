package io.nearline.pipeline.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code docs/reference/configuration.md} from {@link JobOptions} and {@link
 * BackfillOptions}.
 */
public final class ConfigReference {

    private static final String HEAD =
            """
            # Configuration

            Generated from `JobOptions` and `BackfillOptions`; a test keeps it current. Set these where Flink's own
            options are set: `config.yaml`, `-Dkey=value`, or `flinkConfiguration` of the Flink Kubernetes Operator.
            A job checks all of them at start and reports every problem at once.

            """;

    private static final String TABLE =
            """
            | option | default | meaning |
            | --- | --- | --- |
            """;

    private static final String BACKFILL_HEAD =
            """

            ## Only for a backfill

            A backfill also obeys `nearline.kafka.*`, `nearline.topics.*`, `nearline.delivery`, `nearline.embed.*`,
            `nearline.posts.*`, `nearline.registry.*`, `nearline.text.*` and `nearline.vector.*` above. `./nearline backfill submit` sets the options below.

            """;

    private ConfigReference() {}

    /** Keys of all options, in the order of their declaration. */
    public static List<String> keys() {
        return Stream.concat(JobOptions.all().stream(), BackfillOptions.all().stream())
                .map(ConfigOption::key)
                .toList();
    }

    /** The page, as Markdown. */
    public static String markdown() {
        return HEAD + table(JobOptions.all()) + BACKFILL_HEAD + table(BackfillOptions.all());
    }

    private static String table(List<ConfigOption<?>> options) {
        return options.stream()
                .map(ConfigReference::row)
                .collect(Collectors.joining("\n", TABLE, "\n"));
    }

    private static String row(ConfigOption<?> option) {
        String description = new HtmlFormatter().format(option.description()).replace("|", "\\|");
        return "| `%s` | %s | %s |"
                .formatted(option.key(), shown(option.defaultValue()), description);
    }

    private static String shown(@Nullable Object value) {
        if (value == null || value instanceof Map<?, ?>) {
            return "none";
        }
        if (value instanceof Duration duration) {
            return '`' + TimeUtils.formatWithHighestUnit(duration) + '`';
        }
        if (value instanceof List<?> list && list.isEmpty()) {
            return "none";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Object::toString).collect(Collectors.joining(";", "`", "`"));
        }
        return "`" + value + '`';
    }
}
