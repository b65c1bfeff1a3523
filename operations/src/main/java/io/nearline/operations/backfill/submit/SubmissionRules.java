package io.nearline.operations.backfill.submit;

import io.nearline.embedding.ModelId;
import io.nearline.schemas.BackfillReport;
import io.nearline.schemas.BackfillState;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ServingState;
import io.nearline.topics.control.ControlView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a backfill may start. Its vectors would be dropped if the live job did not know the model
 * or might have forgotten a later delete; and two backfills of one model do the work twice.
 */
public final class SubmissionRules {

    private final ControlView control;
    private final Duration admitTtl;
    private final Instant now;

    /**
     * @param control what the topic of decisions says now
     * @param admitTtl how long the live job's first gate remembers a post
     */
    public SubmissionRules(ControlView control, Duration admitTtl, Instant now) {
        this.control = control;
        this.admitTtl = admitTtl;
        this.now = now;
    }

    /**
     * Why it may not start, each with what to do; empty if it may.
     *
     * @param id identity of the new backfill
     * @param asOf the time up to which its source holds every change; empty if not known yet
     */
    public List<String> refusals(String id, ModelId model, Optional<Instant> asOf) {
        List<String> refusals = new ArrayList<>();
        notServed(model).ifPresent(refusals::add);
        takenId(id).ifPresent(refusals::add);
        sameModel(id, model).ifPresent(refusals::add);
        asOf.flatMap(this::tooOld).ifPresent(refusals::add);
        return refusals;
    }

    /** What its submitter should know although it may start. */
    public List<String> warnings(ModelId model, Instant asOf) {
        return control
                .serving(model.name())
                .filter(serving -> asOf.isBefore(serving.getSince()))
                .map(
                        serving ->
                                "the range ends at "
                                        + asOf
                                        + ", but the live job has served "
                                        + model.name()
                                        + " only since "
                                        + serving.getSince()
                                        + ": posts that changed in between will have no vector of"
                                        + " it")
                .stream()
                .toList();
    }

    private Optional<String> notServed(ModelId model) {
        String remedy =
                ": stage it with nearline rollout stage "
                        + model.name()
                        + ", or add it to nearline.models.serve and restart the live job";
        Optional<ModelServing> serving = control.serving(model.name());
        if (serving.isEmpty() || serving.get().getState() == ServingState.STOPPED) {
            return Optional.of("the live job does not serve " + model.name() + remedy);
        }
        if (serving.get().getState() != ServingState.SERVING) {
            return Optional.of(
                    "the live job does not serve "
                            + model.name()
                            + " ("
                            + serving.get().getState()
                            + ", "
                            + serving.get().getReason()
                            + ")"
                            + remedy);
        }
        if (!serving.get().getModelDigest().equals(model.digest())) {
            return Optional.of(
                    "the live job serves "
                            + model.name()
                            + " with digest "
                            + serving.get().getModelDigest()
                            + ", this bundle has "
                            + model.digest()
                            + ": use the bundle that is served, or give this one another name and"
                            + " stage it");
        }
        return Optional.empty();
    }

    private Optional<String> takenId(String id) {
        return control.backfill(id)
                .map(
                        taken ->
                                "there is a backfill "
                                        + id
                                        + " already ("
                                        + taken.getState()
                                        + "): choose another --id"
                                        + (isOpen(taken)
                                                ? ", or nearline backfill resume " + id
                                                : ""));
    }

    private Optional<String> sameModel(String id, ModelId model) {
        return control.backfills().values().stream()
                .filter(other -> other.getState() == BackfillState.RUNNING)
                .filter(other -> other.getModelName().equals(model.name()))
                .filter(other -> !other.getBackfillId().equals(id))
                .map(BackfillReport::getBackfillId)
                .map(
                        other ->
                                "backfill "
                                        + other
                                        + " of "
                                        + model.name()
                                        + " is running: wait for it, or nearline backfill cancel "
                                        + other)
                .findFirst();
    }

    private Optional<String> tooOld(Instant asOf) {
        return asOf.plus(admitTtl).isAfter(now)
                ? Optional.empty()
                : Optional.of(
                        "the source ends at "
                                + asOf
                                + ", longer ago than nearline.state.admit-ttl ("
                                + admitTtl.toDays()
                                + " d): the live job may have forgotten later deletes and would"
                                + " drop every vector. Use a newer source, or keep posts longer");
    }

    private static boolean isOpen(BackfillReport report) {
        return report.getState() == BackfillState.RUNNING
                || report.getState() == BackfillState.PAUSED;
    }
}
