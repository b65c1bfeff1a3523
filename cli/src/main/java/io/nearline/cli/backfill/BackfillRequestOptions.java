package io.nearline.cli.backfill;

import io.nearline.cli.directories.Installation;
import io.nearline.cli.options.SettingsOptions;
import io.nearline.cli.options.TopicNameOptions;
import io.nearline.cli.terminal.CommandException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.JobSettings;
import io.nearline.operations.backfill.BackfillRequest.BundlePlace;
import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.bundles.InstalledBundles;
import io.nearline.pipeline.config.BackfillOptions;
import io.nearline.pipeline.config.BackfillSource;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what a backfill embeds, with which model, and how fast. */
final class BackfillRequestOptions {

    /** Said where a range holds no record. */
    static final String NOTHING_TO_DO = "nothing to do: there is no record in that range";

    @Mixin private SettingsOptions settings;
    @Mixin private TopicNameOptions topics;
    @Mixin private RangeOptions range;
    @Mixin private SubsetOptions subset;

    @Option(
            names = "--model",
            paramLabel = "BUNDLE",
            description =
                    "Model to embed with: a bundle's directory or the name of one that comes with"
                            + " Nearline. Required, unless --bundle is given.")
    private String model;

    @Option(
            names = "--bundle",
            paramLabel = "URI",
            description =
                    "Where the job finds the bundle, on any file system that Flink knows. Default:"
                            + " where --model is here.")
    private String bundle;

    @Option(
            names = "--files",
            paramLabel = "URI",
            split = ",",
            splitSynopsisLabel = ",",
            description =
                    "Files or directories of posts to read instead of the topic. Needs --as-of.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--format",
            description =
                    "Format of the files: avro or parquet. Default: what the first one's name ends"
                            + " in.")
    private BackfillSource format;

    @Option(
            names = "--as-of",
            paramLabel = "INSTANT",
            description =
                    "Time up to which the files hold every change of every post: when they were"
                            + " exported.")
    private Instant asOf;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            description = "Cores that embed. Default: as many as this machine has.")
    private Integer parallelism;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Read at most so many records per second. Default: no cap.")
    private Double rate;

    /** All but what the use case itself adds. */
    JobSettings settings() throws IOException {
        return settings(all -> {});
    }

    /** The same with what a command has besides. */
    JobSettings settings(Consumer<Configuration> more) throws IOException {
        return settings.settings(
                (all, wins) -> {
                    addTo(all, wins);
                    more.accept(all);
                });
    }

    RangeRequest range() {
        if (!files.isEmpty() && range.areGiven()) {
            throw new CommandException(
                    "--from-... and --to-... choose from a topic: leave them out with --files, or"
                            + " choose posts with --posted-from and --posted-to");
        }
        return range.request();
    }

    BundlePlace bundlePlace() {
        return model == null || bundle != null ? BundlePlace.GIVEN : BundlePlace.ONLY_HERE;
    }

    /** The model, read on this machine; fetched if it is elsewhere. */
    ModelBundle bundle(JobSettings given) throws IOException {
        return model == null
                ? InstalledBundles.open(
                        given.get(BackfillOptions.BUNDLE), Installation.bundleStore())
                : ModelBundle.open(Installation.bundles().find(model));
    }

    private void addTo(Configuration all, Map<String, String> wins) throws IOException {
        topics.addTo(all);
        subset.addTo(all);
        addBundle(all, wins);
        if (!files.isEmpty()) {
            all.set(BackfillOptions.FILES, files);
            all.set(BackfillOptions.SOURCE, format());
        }
        if (asOf != null) {
            all.set(BackfillOptions.AS_OF, asOf.toString());
        }
        if (rate != null) {
            all.set(BackfillOptions.RATE, rate);
        }
        all.set(
                CoreOptions.DEFAULT_PARALLELISM,
                parallelism == null ? Runtime.getRuntime().availableProcessors() : parallelism);
    }

    private void addBundle(Configuration all, Map<String, String> wins) throws IOException {
        if (bundle != null) {
            all.set(BackfillOptions.BUNDLE, bundle);
        } else if (model != null) {
            all.set(BackfillOptions.BUNDLE, Installation.bundles().find(model).toString());
        } else if (!all.contains(BackfillOptions.BUNDLE)
                && !wins.containsKey(BackfillOptions.BUNDLE.key())) {
            throw new CommandException(
                    "no model is named: give --model with one of "
                            + Installation.bundles().names()
                            + " or a directory, or --bundle with a URI");
        }
    }

    private BackfillSource format() {
        if (format != null) {
            return format;
        }
        String name = files.get(0).toLowerCase(Locale.ROOT);
        for (BackfillSource known : List.of(BackfillSource.AVRO, BackfillSource.PARQUET)) {
            if (name.endsWith("." + known)) {
                return known;
            }
        }
        throw new CommandException(
                "--files: "
                        + files.get(0)
                        + " does not say its format: add --format avro or parquet");
    }
}
