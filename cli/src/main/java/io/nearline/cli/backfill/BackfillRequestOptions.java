package io.nearline.cli.backfill;

import io.nearline.cli.directories.Installation;
import io.nearline.cli.options.MappingFiles;
import io.nearline.cli.options.SettingsOptions;
import io.nearline.cli.options.TopicNameOptions;
import io.nearline.cli.terminal.CommandException;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.backfill.BackfillRequest.BundlePlace;
import io.nearline.operations.backfill.BackfillWork;
import io.nearline.operations.backfill.range.RangeRequest;
import io.nearline.operations.bundles.InstalledBundles;
import io.nearline.operations.settings.GivenSettings;
import io.nearline.pipeline.config.BackfillInput.FileSet;
import io.nearline.pipeline.config.BackfillSource;
import io.nearline.pipeline.source.files.SourceFileFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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
                    "Format of the files: avro, parquet, and with --mapping jsonl or csv. Default:"
                            + " what the first one's name ends in.")
    private BackfillSource format;

    @Option(
            names = "--mapping",
            paramLabel = "MAPPING",
            description =
                    "How the records of the files become posts, if they have a shape of their own;"
                            + " see docs/reference/post-mapping.md. The job gets what it says now.")
    private Path mapping;

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

    /** What is embedded, with which model, and how fast. */
    BackfillWork work() throws IOException {
        if (mapping != null && files.isEmpty()) {
            throw new CommandException("--mapping is for files: add --files, or leave it out");
        }
        GivenSettings given = settings.given();
        return new BackfillWork(
                settings.kafka(given, topics.names()),
                bundle(given),
                files.isEmpty() ? Optional.empty() : Optional.of(fileSet()),
                Optional.ofNullable(asOf),
                subset.selection(),
                parallelism == null ? Runtime.getRuntime().availableProcessors() : parallelism,
                rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
                given);
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
    ModelBundle bundle(BackfillWork work) throws IOException {
        return model == null
                ? InstalledBundles.open(
                        work.settings().bundle().orElseThrow(), Installation.bundleStore())
                : ModelBundle.open(Installation.bundles().find(model));
    }

    /** Where the job finds it; empty if the settings say it. */
    private Optional<String> bundle(GivenSettings given) throws IOException {
        if (bundle != null) {
            return Optional.of(bundle);
        }
        if (model != null) {
            return Optional.of(Installation.bundles().find(model).toString());
        }
        if (given.nameBundle()) {
            return Optional.empty();
        }
        throw new CommandException(
                "no model is named: give --model with one of "
                        + Installation.bundles().names()
                        + " or a directory, or --bundle with a URI");
    }

    private FileSet fileSet() throws IOException {
        BackfillSource of = format();
        if (mapping != null) {
            return new FileSet(of, files, Optional.of(MappingFiles.text(mapping)));
        }
        if (of == BackfillSource.JSONL || of == BackfillSource.CSV) {
            throw new CommandException(
                    "--files: %s files are read by a mapping: add --mapping".formatted(of));
        }
        return new FileSet(of, files);
    }

    private BackfillSource format() {
        if (format != null) {
            return format;
        }
        return SourceFileFormat.named(files.get(0))
                .map(named -> BackfillSource.valueOf(named.name()))
                .orElseThrow(
                        () ->
                                new CommandException(
                                        "--files: "
                                                + files.get(0)
                                                + " does not say its format: add --format avro or"
                                                + " parquet, or with --mapping jsonl or csv"));
    }
}
