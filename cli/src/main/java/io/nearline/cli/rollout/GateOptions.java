package io.nearline.cli.rollout;

import io.nearline.cli.directories.Installation;
import io.nearline.cli.options.UpdatesTopicOption;
import io.nearline.operations.bundles.LocalBundles;
import io.nearline.operations.rollout.Bars;
import io.nearline.operations.rollout.GateProgress;
import io.nearline.operations.rollout.GateSettings;
import io.nearline.operations.rollout.PromotionGate;
import io.nearline.topics.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the promotion gate: what it looks at, and its bars. */
final class GateOptions {

    @Mixin private UpdatesTopicOption indexUpdates;

    @Option(
            names = "--labelled",
            paramLabel = "FILE",
            description =
                    "Pairs of sentences with people's scores, to measure both models with: lines of"
                            + " score, tab, sentence, tab, sentence; plain or .gz.")
    private Path labelled;

    @Option(
            names = "--bundle",
            paramLabel = "MODEL=DIR",
            description =
                    "Where a model's bundle is on this machine; may be given again. Default: one"
                        + " that comes with Nearline, else it is fetched from where it was staged.")
    private Map<String, Path> bundles = new HashMap<>();

    @Option(
            names = "--sample",
            paramLabel = "COUNT",
            defaultValue = "2000",
            description =
                    "Posts whose vectors are compared; always the same ones. Their number squared"
                            + " is the work. Default: ${DEFAULT-VALUE}.")
    private int sample;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description =
                    "How long a live post may wait for its vector before it counts as not covered."
                            + " Default: ${DEFAULT-VALUE}.")
    private int settleSeconds;

    @Option(
            names = "--min-coverage",
            paramLabel = "SHARE",
            description =
                    "Least share of live posts that must have a vector of the model, at their"
                            + " newest revision. Default: 0.999.")
    private double coverage = Bars.DEFAULT.coverage();

    @Option(
            names = "--max-ghosts",
            paramLabel = "SHARE",
            description =
                    "Largest share of the posts it holds that may have been withdrawn from the"
                            + " active model since. Default: 0.")
    private double ghosts = Bars.DEFAULT.ghosts();

    @Option(
            names = "--max-defects",
            paramLabel = "SHARE",
            description =
                    "Largest share of its vectors that may be unfit: not finite, zero, not of"
                            + " length 1, of wrong dimensions, of another bundle. Default: 0.")
    private double defects = Bars.DEFAULT.defects();

    @Option(
            names = "--max-shared",
            paramLabel = "SHARE",
            description =
                    "Largest share of its vectors that posts of other content may have as well."
                            + " Default: 0.05.")
    private double shared = Bars.DEFAULT.sharedVectors();

    @Option(
            names = "--min-overlap",
            paramLabel = "SHARE",
            description =
                    "Least share of common posts among the ten nearest in both models. Sound models"
                        + " differ a lot here, so it is low: it finds a broken one. Default: 0.3.")
    private double overlap = Bars.DEFAULT.neighbourOverlap();

    @Option(
            names = "--min-rank-correlation",
            paramLabel = "RHO",
            description =
                    "Least correlation (Spearman) of the two models' cosines of the same pairs of"
                            + " posts; low for the same reason. Default: 0.3.")
    private double rankCorrelation = Bars.DEFAULT.rankCorrelation();

    @Option(
            names = "--tolerance",
            paramLabel = "RHO",
            description =
                    "By how much the model may be worse than the active one on the labelled set"
                            + " (Spearman). Default: 0.01.")
    private double tolerance = Bars.DEFAULT.tolerance();

    /**
     * The gate as asked for.
     *
     * @param progress told what is done
     */
    PromotionGate gate(Cluster cluster, GateProgress progress) throws IOException {
        Bars bars =
                new Bars(coverage, ghosts, defects, shared, overlap, rankCorrelation, tolerance);
        return new PromotionGate(
                cluster,
                indexUpdates.name(),
                new LocalBundles(bundles, Installation.bundles().all(), Installation.bundleStore()),
                new GateSettings(
                        bars,
                        sample,
                        Duration.ofSeconds(settleSeconds),
                        Optional.ofNullable(labelled)),
                progress);
    }
}
