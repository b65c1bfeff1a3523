package io.nearline.operations.rollout;

import io.nearline.embedding.ModelId;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.topics.control.ControlView;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns what somebody wants into the records to publish on the index-control topic, in the order in
 * which to publish them, or refuses. Decides on one view of the topic; publishes nothing itself.
 */
public final class Decisions {

    private static final Set<ModelState> OVER = EnumSet.of(ModelState.RETIRED, ModelState.REJECTED);

    private final ControlView view;
    private final DecisionRecords records;

    /**
     * @param view what is known
     * @param decidedBy who decides, for people
     * @param now when
     */
    public Decisions(ControlView view, String decidedBy, Instant now) {
        this.view = view;
        this.records = new DecisionRecords(view, decidedBy, now);
    }

    /**
     * Asks the live job to fetch, verify and serve a model.
     *
     * @throws DecisionRefusedException if the name has served with another bundle or was retired,
     *     or the model is served already
     */
    public ModelStatus stage(ModelId model, String bundleUri) {
        requireOwnName(model);
        KnownModel known = KnownModel.in(view, model.name()).orElse(null);
        requireNotRetired(known);
        if (known != null && known.isServing() && !OVER.contains(known.state())) {
            throw new DecisionRefusedException(
                    model.name() + " is served by the live job already: there is nothing to stage");
        }
        return records.of(model, bundleUri, ModelState.STAGED, null);
    }

    /**
     * Makes a model the active one; the one before stays a candidate, to roll back to.
     *
     * @param report how it did at the gate
     * @param forcedBecause why it is promoted even if a check failed; null to refuse then
     * @throws DecisionRefusedException if a check failed and nobody forces it, or the model is
     *     active, retired or rejected, or another one has become active since the report
     */
    public List<ModelStatus> promote(GateReport report, @Nullable String forcedBecause) {
        KnownModel model = requirePromotable(report.candidate().name());
        requireUnchanged(report, model);
        if (!report.passes() && forcedBecause == null) {
            throw new DecisionRefusedException(
                    """
                    %s is not promoted, a check failed: %s (mend it as said above, \
                    or override with --force --reason TEXT)\
                    """
                            .formatted(model.id().name(), labels(report.failures())));
        }
        boolean forced = !report.passes();
        return records.activation(model, report.figures(), forced, forced ? forcedBecause : null);
    }

    private static String labels(List<CheckResult> failures) {
        return failures.stream()
                .map(failure -> failure.check().label())
                .collect(Collectors.joining(", "));
    }

    /**
     * Makes the model that the active one replaced the active one again.
     *
     * @param reason why, for people; may be null
     * @throws DecisionRefusedException if there is no such model, or it has not been served all the
     *     time since, so that its vectors are behind
     */
    public List<ModelStatus> rollback(@Nullable String reason) {
        ModelStatus active =
                view.active()
                        .orElseThrow(() -> new DecisionRefusedException("no model is active yet"));
        String former = active.getReplaces();
        if (former == null) {
            throw new DecisionRefusedException(
                    "%s is the first active model: there is none to roll back to"
                            .formatted(active.getModelName()));
        }
        KnownModel model = requirePromotable(former);
        if (!model.isServing() || hasBeenAwaySince(active, former)) {
            throw new DecisionRefusedException(
                    """
                    %s has not been served all the time since it was replaced, \
                    so its vectors are behind: stage its bundle under another \
                    name, backfill it and promote it instead\
                    """
                            .formatted(former));
        }
        return records.activation(model, Map.of(), false, reason);
    }

    /**
     * Asks the live job to stop serving a model and to free its state.
     *
     * @param reason why, for people; may be null
     * @throws DecisionRefusedException if nothing is known of it, it is the active model, the only
     *     one that is served or retired already, or a backfill of it is running
     */
    public ModelStatus retire(String name, @Nullable String reason) {
        KnownModel model = KnownModel.require(view, name);
        if (isActive(name)) {
            throw new DecisionRefusedException(
                    name + " is the active model: promote another one first, then retire it");
        }
        if (model.state() == ModelState.RETIRED) {
            throw new DecisionRefusedException(name + " is retired already");
        }
        requireAnotherServing(model);
        requireNoBackfill(name);
        return records.of(model.id(), model.bundleUri(), ModelState.RETIRED, reason);
    }

    /**
     * The model, if it is one that could become active.
     *
     * @throws DecisionRefusedException if nothing is known of it, or it is active, retired or
     *     rejected
     */
    public KnownModel requirePromotable(String name) {
        KnownModel model = KnownModel.require(view, name);
        if (isActive(name)) {
            throw new DecisionRefusedException(name + " is the active model already");
        }
        if (OVER.contains(model.state())) {
            throw new DecisionRefusedException(
                    model.state() == ModelState.RETIRED
                            ? name + " is RETIRED: stage its bundle under another name"
                            : name + " is " + model.state() + ": stage it again first");
        }
        return model;
    }

    private void requireUnchanged(GateReport report, KnownModel model) {
        String compared = report.baseline().map(ModelId::name).orElse(null);
        String active = view.active().map(ModelStatus::getModelName).orElse(null);
        if (!model.id().equals(report.candidate()) || !Objects.equals(active, compared)) {
            throw new DecisionRefusedException(
                    "the active model is %s, but %s was compared with %s: check again"
                            .formatted(
                                    Objects.requireNonNullElse(active, "none"),
                                    model.id().name(),
                                    Objects.requireNonNullElse(compared, "none")));
        }
    }

    /** The last that was decided about the former model must be that it is replaced. */
    private boolean hasBeenAwaySince(ModelStatus active, String former) {
        long demotion = active.getSequence() + 1;
        return view.status(former).map(status -> status.getSequence() > demotion).orElse(true);
    }

    private void requireOwnName(ModelId model) {
        KnownModel known = KnownModel.in(view, model.name()).orElse(null);
        if (known != null && known.hasServed() && !known.id().equals(model)) {
            throw new DecisionRefusedException(
                    """
                    the name %s stands for the bundle with digest %s, this one \
                    has %s: there are vectors under that name, so package it \
                    under another one\
                    """
                            .formatted(model.name(), known.id().digest(), model.digest()));
        }
    }

    /** Edits and deletes since then have passed its vectors by. */
    private static void requireNotRetired(@Nullable KnownModel known) {
        if (known != null && known.state() == ModelState.RETIRED) {
            throw new DecisionRefusedException(
                    "%s was retired: edits and deletes of posts since then are not in its vectors. To bring it back, package the bundle under another name (nearline model package --name NAME) and stage that"
                            .formatted(known.id().name()));
        }
    }

    /** The live job does not follow such a retirement. */
    private void requireAnotherServing(KnownModel model) {
        boolean another =
                KnownModel.names(view).stream()
                        .filter(name -> !name.equals(model.id().name()))
                        .anyMatch(name -> KnownModel.require(view, name).isServing());
        if (model.isServing() && !another) {
            throw new DecisionRefusedException(
                    "%s is the only model that is served: let another serve before it stops"
                            .formatted(model.id().name()));
        }
    }

    private void requireNoBackfill(String name) {
        for (BackfillReport backfill : view.backfills().values()) {
            boolean running = backfill.getState() == BackfillState.RUNNING;
            if (running && backfill.getModelName().equals(name)) {
                throw new DecisionRefusedException(
                        """
                        the backfill %s of %s is running: end it first, with: \
                        nearline backfill cancel %s\
                        """
                                .formatted(
                                        backfill.getBackfillId(), name, backfill.getBackfillId()));
            }
        }
    }

    private boolean isActive(String name) {
        return view.active().map(active -> active.getModelName().equals(name)).orElse(false);
    }
}
