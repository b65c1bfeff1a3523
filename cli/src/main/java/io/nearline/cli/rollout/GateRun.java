package io.nearline.cli.rollout;

import io.nearline.cli.terminal.Heartbeat;
import io.nearline.cli.terminal.StatusLine;
import io.nearline.operations.rollout.GateProgress;
import io.nearline.operations.rollout.GateReport;
import io.nearline.operations.rollout.KnownModel;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.control.ControlView;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of the promotion gate, with its progress on standard error. */
final class GateRun {

    private GateRun() {}

    /**
     * Checks a model.
     *
     * @param against name of the model to compare with; null for the active one
     */
    static GateReport of(
            GateOptions options,
            Cluster cluster,
            ControlView view,
            String model,
            @Nullable String against,
            PrintWriter err)
            throws IOException {
        KnownModel candidate = KnownModel.require(view, model);
        Optional<KnownModel> baseline =
                against == null
                        ? view.active()
                                .map(active -> KnownModel.require(view, active.getModelName()))
                        : Optional.of(KnownModel.require(view, against));
        GateProgress progress = new GateProgress();
        try (Heartbeat heartbeat = Heartbeat.start(new StatusLine(err), progress::toString)) {
            GateReport report = options.gate(cluster, progress).check(candidate, baseline);
            heartbeat.stop();
            return report;
        }
    }
}
