package io.nearline.sql.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.bundle.BatchInvariance;
import io.nearline.pipeline.config.JobConfig;
import io.nearline.pipeline.config.ServingSettings.Batching;
import io.nearline.pipeline.config.ServingSettings.Engine;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictSettingsTest {

    /** Equal options are what makes two users of a bundle share an engine. */
    @ParameterizedTest
    @CsvSource({"cpu", "cuda:1"})
    void runsTheEngineThatTheJobRuns(String device) {
        Engine job =
                JobConfig.from(
                                Configuration.fromMap(
                                        Map.of(
                                                "nearline.kafka.bootstrap-servers", "a:1",
                                                "nearline.models.directory", "/models",
                                                "nearline.models.serve", "m",
                                                "nearline.embed.device", device)))
                        .models()
                        .engine();

        Engine sql = settings(Map.of("device", device)).engine();

        assertThat(sql).isEqualTo(job);
        assertThat(sql.optionsFor(BatchInvariance.ALWAYS, 4))
                .isEqualTo(job.optionsFor(BatchInvariance.ALWAYS, 4));
    }

    @Test
    void takesWhatIsSet() {
        PredictSettings settings =
                settings(
                        Map.of(
                                "digest", "a".repeat(64),
                                "output", "short",
                                "entry", "query",
                                "batch-policy", "one-text",
                                "workers", "3"));

        assertThat(settings.bundle().digest()).isEqualTo("a".repeat(64));
        assertThat(settings.output()).isEqualTo("short");
        assertThat(settings.entry()).isEqualTo(Role.QUERY);
        assertThat(settings.engine().batching()).isEqualTo(Batching.ONE_TEXT);
        assertThat(settings.engine().workers()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bundle | ' ' | set it to a path or URI of a model bundle",
                "digest | 12ab | use the 64 lower-case hexadecimal digits",
                "device | tpu | use cpu, cuda, or cuda:1",
                "workers | -1 | use 0 for one per core, or more",
                "token-budget | 0 | use 1 or more",
                "cache-size | 64 | use 0 for none, or 1 mb or more",
                "timeout | 0 s | use a positive duration, such as 30 s"
            })
    void refusesAValueAndNamesTheFix(String option, String value, String fix) {
        assertThatThrownBy(() -> settings(Map.of(option, value)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Option '" + option + "' is '")
                .hasMessageContaining(fix);
    }

    private static PredictSettings settings(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(Map.of("bundle", "/models/m"));
        all.putAll(options);
        return PredictSettings.from(Configuration.fromMap(all));
    }
}
