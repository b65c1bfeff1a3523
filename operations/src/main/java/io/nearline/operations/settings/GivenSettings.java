package io.nearline.operations.settings;

import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.ModelOptions;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/**
 * Options that somebody wrote by their keys. Nothing is checked yet.
 *
 * @param defaults what the fields of a request go over, such as those of a file
 * @param overrides what goes over everything
 */
public record GivenSettings(Map<String, String> defaults, Map<String, String> overrides) {

    private static final GivenSettings NONE = new GivenSettings(Map.of(), Map.of());

    public GivenSettings {
        defaults = Map.copyOf(defaults);
        overrides = Map.copyOf(overrides);
    }

    /** Where nobody wrote any. */
    public static GivenSettings none() {
        return NONE;
    }

    /** Options that go over everything. */
    public static GivenSettings overriding(Map<String, String> overrides) {
        return new GivenSettings(Map.of(), overrides);
    }

    /** Whether they say where the brokers are. */
    public boolean nameBrokers() {
        return name(KafkaOptions.BOOTSTRAP_SERVERS);
    }

    /** Whether they say anything about which models serve. */
    public boolean nameModels() {
        return name(ModelOptions.SERVED) || name(ModelOptions.DIRECTORY);
    }

    /** Whether they say with which bundle a backfill embeds. */
    public boolean nameBundle() {
        return name(BackfillOptions.BUNDLE);
    }

    private boolean name(ConfigOption<?> option) {
        return defaults.containsKey(option.key()) || overrides.containsKey(option.key());
    }

    /** Counts only: settings may hold secrets. */
    @Override
    public String toString() {
        return "%d settings".formatted(defaults.size() + overrides.size());
    }
}
