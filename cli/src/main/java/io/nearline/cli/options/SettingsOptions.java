package io.nearline.cli.options;

import io.nearline.operations.settings.GivenSettings;
import io.nearline.operations.settings.KafkaAccess;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The ways to set any option of a job. What is said twice is taken from the first of: {@code -D},
 * the option of its own, the file, the default.
 */
public final class SettingsOptions {

    @Mixin private ClusterOptions cluster;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description =
                    "Option of the job or of Flink, see docs/reference/configuration.md; may be"
                            + " given again. Wins over all others.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Options as YAML, like Flink's config.yaml, or as .properties.")
    private Path file;

    /** Options by their keys, as they were written. */
    public GivenSettings given() throws IOException {
        return new GivenSettings(file == null ? Map.of() : ConfigFile.read(file), options);
    }

    /**
     * How a job gets to its topics.
     *
     * @param given which are left alone where they name brokers and {@code --brokers} does not
     * @param topics names of topics
     */
    public KafkaAccess kafka(GivenSettings given, Map<TopicPlan, String> topics)
            throws IOException {
        boolean named = cluster.origin() == ClusterOptions.Origin.OPTION || !given.nameBrokers();
        return new KafkaAccess(
                named ? Optional.of(cluster.brokers()) : Optional.empty(),
                cluster.clientSettings(),
                topics);
    }
}
