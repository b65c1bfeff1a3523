package io.nearline.cli.stream;

import io.nearline.cli.directories.Installation;
import io.nearline.cli.options.SettingsOptions;
import io.nearline.operations.JobSettings;
import io.nearline.operations.bundles.InstalledBundles;
import io.nearline.pipeline.config.JobOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that configure the streaming job. */
final class StreamOptions {

    @Mixin private SettingsOptions settings;

    @Option(
            names = "--model",
            paramLabel = "BUNDLE",
            description =
                    "Model to serve: a bundle's directory or the name of one that comes with"
                        + " Nearline; may be given again, each post is embedded for each. Default: "
                            + InstalledBundles.DEFAULT
                            + ".")
    private List<String> models = new ArrayList<>();

    /** All of it together; nothing is checked yet. */
    JobSettings settings() throws IOException {
        return settings.settings(
                (all, wins) -> {
                    if (!models.isEmpty() || !namesModels(all, wins)) {
                        addModels(all);
                    }
                });
    }

    private static boolean namesModels(Configuration all, Map<String, String> wins) {
        return all.contains(JobOptions.MODELS)
                || all.contains(JobOptions.MODELS_DIRECTORY)
                || wins.containsKey(JobOptions.MODELS.key())
                || wins.containsKey(JobOptions.MODELS_DIRECTORY.key());
    }

    /** The job wants bundles below one directory; from there, paths lead to all others. */
    private void addModels(Configuration all) throws IOException {
        List<Path> bundles =
                Installation.bundles()
                        .findDistinct(
                                models.isEmpty() ? List.of(InstalledBundles.DEFAULT) : models);
        Path directory =
                Objects.requireNonNull(bundles.get(0).getParent(), "a bundle is in a directory");
        all.set(JobOptions.MODELS_DIRECTORY, directory.toString());
        all.set(
                JobOptions.MODELS,
                bundles.stream().map(bundle -> directory.relativize(bundle).toString()).toList());
    }
}
