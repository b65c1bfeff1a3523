package io.nearline.it.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.pipeline.config.JobOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class ManifestOptionsTest {
    private final Map<String, String> settings = nearlineSettings();

    @Test
    void setsOnlyOptionsThatExist() throws IllegalAccessException {
        List<String> known = new ArrayList<>();
        for (ConfigOption<?> option : jobOptions()) {
            known.add(option.key());
        }

        assertThat(settings.keySet()).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void setsValuesThatTheirOptionsUnderstand() throws IllegalAccessException {
        Configuration configuration = Configuration.fromMap(settings);

        for (ConfigOption<?> option : jobOptions()) {
            assertThat(configuration.getOptional(option).isPresent())
                    .as(option.key())
                    .isEqualTo(settings.containsKey(option.key()));
        }
    }

    private static List<ConfigOption<?>> jobOptions() throws IllegalAccessException {
        List<ConfigOption<?>> options = new ArrayList<>();
        for (Field field : JobOptions.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers())
                    && field.get(null) instanceof ConfigOption<?> option) {
                options.add(option);
            }
        }
        return options;
    }

    private static Map<String, String> nearlineSettings() {
        Map<String, String> settings =
                new TreeMap<>(DeploymentManifest.read().flinkConfiguration());
        settings.keySet().removeIf(key -> !key.startsWith("nearline."));
        return settings;
    }
}
