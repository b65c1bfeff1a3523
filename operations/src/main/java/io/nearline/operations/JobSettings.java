package io.nearline.operations;

import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/**
 * Options of a job and of Flink, as its owner gave them. They never change; what a use case adds is
 * added once, where the job is given to a Flink.
 */
public final class JobSettings {

    private final Configuration given;

    private JobSettings(Configuration given) {
        this.given = given;
    }

    /** A copy of what is given. */
    public static JobSettings of(Configuration given) {
        return new JobSettings(new Configuration(given));
    }

    /** Options by key. */
    public static JobSettings of(Map<String, String> given) {
        return new JobSettings(Configuration.fromMap(given));
    }

    /**
     * What was given for an option, or its default.
     *
     * @throws IllegalArgumentException if what was given is no value of it
     */
    public <T> T get(ConfigOption<T> option) {
        return given.get(option);
    }

    /** Whether its owner said anything about an option. */
    public boolean contain(ConfigOption<?> option) {
        return given.contains(option);
    }

    /** A copy in Flink's own form, for whoever adds to it. */
    public Configuration toConfiguration() {
        return new Configuration(given);
    }

    /** Counts only: settings may hold secrets. */
    @Override
    public String toString() {
        return given.keySet().size() + " settings";
    }
}
