package io.nearline.pipeline.config;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/**
 * Every option of the live job, by what it is about; what a backfill has on top is in {@link
 * BackfillOptions}. Set them where Flink's own are set: {@code config.yaml}, {@code -D} or the
 * operator's {@code flinkConfiguration}.
 */
public final class JobOptions {

    /** Classes whose public constants are options, in the order of the reference. */
    private static final List<Class<?>> GROUPS =
            List.of(
                    KafkaOptions.class,
                    TopicOptions.class,
                    ModelOptions.class,
                    EmbedOptions.class,
                    PostFormatOptions.class,
                    RegistryOptions.class,
                    PostOptions.class,
                    VectorOptions.class,
                    GateOptions.class,
                    RetryOptions.class,
                    MergeOptions.class);

    private JobOptions() {}

    /** All options, in the order of their declaration. */
    public static List<ConfigOption<?>> all() {
        return GROUPS.stream().flatMap(group -> declaredIn(group).stream()).toList();
    }

    static List<ConfigOption<?>> declaredIn(Class<?> group) {
        return Arrays.stream(group.getFields())
                .filter(field -> field.getType() == ConfigOption.class)
                .<ConfigOption<?>>map(JobOptions::option)
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
