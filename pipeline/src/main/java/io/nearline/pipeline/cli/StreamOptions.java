package io.nearline.pipeline.cli;

import io.nearline.pipeline.config.JobOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that configure the streaming job. What is said twice is taken from the first of:
 * {@code -D}, the option of its own, the file, the default.
 */
final class StreamOptions {

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

    @Option(
            names = "--model",
            paramLabel = "BUNDLE",
            description =
                    "Model to serve: a bundle's directory or the name of one that comes with"
                        + " Nearline; may be given again, each post is embedded for each. Default: "
                            + Installation.DEFAULT_BUNDLE
                            + ".")
    private List<String> models = new ArrayList<>();

    /** All of it together; nothing is checked yet. */
    Configuration configuration() throws IOException {
        Configuration all = new Configuration();
        if (file != null) {
            all.addAll(Configuration.fromMap(ConfigFile.read(file)));
        }
        Map<String, String> wins = new LinkedHashMap<>(options);
        addBrokers(all);
        if (!models.isEmpty() || !namesModels(all, wins)) {
            addModels(all);
        }
        all.addAll(Configuration.fromMap(wins));
        return all;
    }

    private void addBrokers(Configuration all) throws IOException {
        boolean given = cluster.origin() == ClusterOptions.Origin.OPTION;
        if (given || !all.contains(JobOptions.BOOTSTRAP_SERVERS)) {
            all.set(JobOptions.BOOTSTRAP_SERVERS, cluster.brokers());
        }
        String prefix = JobOptions.CLIENT_PROPERTIES.key() + ".";
        cluster.clientSettings().forEach((name, value) -> all.setString(prefix + name, value));
    }

    private static boolean namesModels(Configuration all, Map<String, String> wins) {
        return all.contains(JobOptions.MODELS)
                || all.contains(JobOptions.MODELS_DIRECTORY)
                || wins.containsKey(JobOptions.MODELS.key())
                || wins.containsKey(JobOptions.MODELS_DIRECTORY.key());
    }

    /** The job wants bundles below one directory; from there, paths lead to all others. */
    private void addModels(Configuration all) throws IOException {
        List<Path> bundles = new ArrayList<>();
        for (String model : models.isEmpty() ? List.of(Installation.DEFAULT_BUNDLE) : models) {
            bundles.add(Installation.bundle(model));
        }
        Path directory = bundles.get(0).getParent();
        all.set(JobOptions.MODELS_DIRECTORY, directory.toString());
        all.set(
                JobOptions.MODELS,
                bundles.stream().map(bundle -> directory.relativize(bundle).toString()).toList());
    }
}
