package io.nearline.cli.stream;

import io.nearline.cli.directories.Installation;
import io.nearline.cli.options.SettingsOptions;
import io.nearline.operations.bundles.InstalledBundles;
import io.nearline.operations.settings.GivenSettings;
import io.nearline.operations.stream.RunStream.Beginning;
import io.nearline.operations.stream.RunStream.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /**
     * What shall run.
     *
     * @param state directory of the job's checkpoints
     */
    Request request(Path state, Beginning beginning) throws IOException {
        GivenSettings given = settings.given();
        return new Request(
                settings.kafka(given, Map.of()), bundles(given), state, beginning, given);
    }

    private List<Path> bundles(GivenSettings given) throws IOException {
        if (models.isEmpty() && given.nameModels()) {
            return List.of();
        }
        return Installation.bundles()
                .findDistinct(models.isEmpty() ? List.of(InstalledBundles.DEFAULT) : models);
    }
}
