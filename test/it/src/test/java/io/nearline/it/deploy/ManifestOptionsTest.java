package io.nearline.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.pipeline.config.JobOptions;
import io.nearline.testcluster.DeploymentManifest;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.junit.jupiter.api.Test;

/**
 * A key that does not exist is ignored by Flink without a word; so is a value under a wrong key.
 */
class ManifestOptionsTest {
    private static final List<Class<?>> FLINK_OPTIONS =
            List.of(
                    CheckpointingOptions.class,
                    CoreOptions.class,
                    HighAvailabilityOptions.class,
                    MetricOptions.class,
                    PipelineOptions.class,
                    RestartStrategyOptions.class,
                    RocksDBOptions.class,
                    StateBackendOptions.class,
                    TaskManagerOptions.class);

    private final Map<String, String> settings = DeploymentManifest.read().flinkConfiguration();

    @Test
    void setsOnlyOptionsOfTheJobThatExist() {
        assertThat(keysUnder("nearline.").keySet())
                .isNotEmpty()
                .isSubsetOf(keysOf(JobOptions.all()));
    }

    @Test
    void setsOnlyOptionsOfFlinkThatExist() {
        List<String> ofFlink = new ArrayList<>(settings.keySet());
        ofFlink.removeIf(key -> key.startsWith("nearline."));
        // Named after the reporter, so Flink has no option object for them.
        ofFlink.removeIf(key -> key.startsWith("metrics.reporter.prom."));

        assertThat(ofFlink).isNotEmpty().isSubsetOf(keysOf(flinkOptions()));
    }

    @Test
    void setsValuesThatTheirOptionsUnderstand() {
        Configuration configuration = Configuration.fromMap(settings);
        List<ConfigOption<?>> options = flinkOptions();
        options.addAll(JobOptions.all());
        options.removeIf(option -> !settings.containsKey(option.key()));

        assertThat(options)
                .isNotEmpty()
                .allSatisfy(
                        option ->
                                assertThat(configuration.getOptional(option))
                                        .as(option.key())
                                        .isPresent());
    }

    private Map<String, String> keysUnder(String prefix) {
        Map<String, String> some = new TreeMap<>(settings);
        some.keySet().removeIf(key -> !key.startsWith(prefix));
        return some;
    }

    private static List<ConfigOption<?>> flinkOptions() {
        List<ConfigOption<?>> options = new ArrayList<>();
        FLINK_OPTIONS.forEach(holder -> options.addAll(optionsOf(holder)));
        return options;
    }

    private static List<String> keysOf(List<ConfigOption<?>> options) {
        return options.stream().map(ConfigOption::key).toList();
    }

    private static List<ConfigOption<?>> optionsOf(Class<?> holder) {
        List<ConfigOption<?>> options = new ArrayList<>();
        for (Field field : holder.getFields()) {
            if (Modifier.isStatic(field.getModifiers())
                    && valueOf(field) instanceof ConfigOption<?> option) {
                options.add(option);
            }
        }
        return options;
    }

    private static Object valueOf(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " is not public", e);
        }
    }
}
