package io.nearline.cli.demo;

import io.nearline.cli.directories.Installation;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.operations.bundles.LocalBundles;
import io.nearline.operations.rollout.Bars;
import io.nearline.operations.rollout.CheckResult;
import io.nearline.operations.rollout.GateProgress;
import io.nearline.operations.rollout.GateReport;
import io.nearline.operations.rollout.GateSettings;
import io.nearline.operations.rollout.KnownModel;
import io.nearline.operations.rollout.PromotionGate;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.cluster.TopicPlan;
import io.nearline.topics.control.ControlView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes models active as {@code nearline rollout promote} does: only if the checks pass. */
final class CheckedPromotion {

    /** As {@code rollout check} has them by default. */
    private static final int SAMPLE = 2000;

    private static final Duration SETTLE = Duration.ofSeconds(5);

    private final ControlDesk control;
    private final PromotionGate gate;
    private final DemoListener listener;

    private CheckedPromotion(ControlDesk control, PromotionGate gate, DemoListener listener) {
        this.control = control;
        this.gate = gate;
        this.listener = listener;
    }

    /** By the labelled pairs of the settings; empty if they name none. */
    static Optional<CheckedPromotion> of(
            DemoSettings settings, Cluster cluster, ControlDesk control, DemoListener listener)
            throws IOException {
        if (settings.labelled().isEmpty()) {
            return Optional.empty();
        }
        Map<String, Path> bundles = new HashMap<>();
        settings.models().forEach(bundle -> bundles.put(name(bundle), bundle));
        settings.backfillModel().ifPresent(bundle -> bundles.put(name(bundle), bundle));
        PromotionGate gate =
                new PromotionGate(
                        cluster,
                        TopicPlan.INDEX_UPDATES.defaultName(),
                        new LocalBundles(
                                bundles, Installation.bundles().all(), Installation.bundleStore()),
                        new GateSettings(Bars.DEFAULT, SAMPLE, SETTLE, settings.labelled()),
                        new GateProgress());
        return Optional.of(new CheckedPromotion(control, gate, listener));
    }

    private static String name(Path bundle) {
        return ModelBundle.open(bundle).id().name();
    }

    /**
     * Checks a model against the active one, if there is one, and promotes it.
     *
     * @throws io.nearline.operations.rollout.DecisionRefusedException if a check failed
     */
    GateReport promote(String model) throws IOException {
        ControlView view = control.read();
        Optional<KnownModel> active =
                view.active().map(status -> KnownModel.require(view, status.getModelName()));
        listener.report(
                "%s is checked against %s"
                        .formatted(
                                model,
                                active.map(known -> known.id().name()).orElse("no active model")));
        GateReport report = gate.check(KnownModel.require(view, model), active);
        report.results().forEach(result -> listener.report(line(result)));
        control.promote(report);
        listener.report(model + " is the active model");
        return report;
    }

    private static String line(CheckResult result) {
        return String.format(
                Locale.ROOT,
                "  %-7s %-17s %-7s %-9s %s",
                result.outcome().name().toLowerCase(Locale.ROOT),
                result.check().label(),
                CheckResult.number(result.figure()),
                result.bar(),
                result.detail());
    }
}
