package io.nearline.cli.options;

import io.nearline.operations.JobSettings;
import io.nearline.pipeline.config.JobOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
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

    /** What the options of a command add. */
    @FunctionalInterface
    public interface OwnOptions {

        /**
         * Adds to what is there.
         *
         * @param all what the file says, and where the brokers are
         * @param wins what {@code -D} says, which will be put over everything
         */
        void addTo(Configuration all, Map<String, String> wins) throws IOException;
    }

    /** All of it together; nothing is checked yet. */
    public JobSettings settings(OwnOptions own) throws IOException {
        Configuration all = new Configuration();
        if (file != null) {
            all.addAll(Configuration.fromMap(ConfigFile.read(file)));
        }
        addBrokers(all);
        own.addTo(all, Map.copyOf(options));
        all.addAll(Configuration.fromMap(options));
        return JobSettings.of(all);
    }

    private void addBrokers(Configuration all) throws IOException {
        boolean given = cluster.origin() == ClusterOptions.Origin.OPTION;
        if (given || !all.contains(JobOptions.BOOTSTRAP_SERVERS)) {
            all.set(JobOptions.BOOTSTRAP_SERVERS, cluster.brokers());
        }
        String prefix = JobOptions.CLIENT_PROPERTIES.key() + ".";
        cluster.clientSettings().forEach((name, value) -> all.setString(prefix + name, value));
    }
}
