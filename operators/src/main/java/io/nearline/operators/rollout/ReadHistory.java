package io.nearline.operators.rollout;

import io.nearline.operators.model.ModelPhase;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.ModelServing;
import io.nearline.schemas.ServingState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the index-control topic says to a job that starts without state: the decisions of its whole
 * past, and what an earlier job was doing when it ended. Nothing of it is answered: that was done
 * when it was new.
 */
final class ReadHistory {

    private final ControlDecoder decoder = new ControlDecoder();
    private final DecisionLog log;
    private final Map<String, HiddenDecision> hidden = new TreeMap<>();
    private final Map<String, ModelServing> servings = new TreeMap<>();

    private long lastOffset = AnnounceModels.NOTHING_READ;

    private ReadHistory(List<ModelRef> configured) {
        this.log = new DecisionLog(configured, List.of(), List.of(), 0);
    }

    /**
     * Reads the topic to its end.
     *
     * @param configured models that the job is configured with, in order
     */
    static ReadHistory of(ControlHistory history, List<ModelRef> configured) {
        ReadHistory read = new ReadHistory(configured);
        history.read(read::take);
        read.addLeftovers();
        return read;
    }

    /** The decisions, followed. */
    DecisionLog log() {
        return log;
    }

    /** Decisions that hold, but are not the last record of their model. */
    Collection<HiddenDecision> hidden() {
        return List.copyOf(hidden.values());
    }

    /** Where the last decision lies that was read. */
    long lastOffset() {
        return lastOffset;
    }

    private void take(RawRecord record) {
        try {
            decoder.decode(record).ifPresent(this::follow);
            decoder.decodeServing(record)
                    .ifPresent(said -> servings.put(said.getModelName(), said));
        } catch (RuntimeException unreadable) {
            // Told and counted where the topic's stream is decoded: the record comes by there too.
            return;
        }
    }

    private void follow(DecidedRecord record) {
        lastOffset = record.offset();
        HiddenDecision nowHidden = log.take(record).hidden();
        if (nowHidden == null) {
            hidden.remove(record.name());
        } else {
            hidden.put(record.name(), nowHidden);
        }
    }

    /** What an earlier job said that it serves, and this one does not know, has stopped. */
    private void addLeftovers() {
        for (ModelServing said : servings.values()) {
            boolean left =
                    said.getState() == ServingState.SERVING
                            && log.standing(said.getModelName()).isEmpty();
            if (left) {
                var model =
                        new ModelRef(
                                said.getModelName(), said.getModelDigest(), said.getBundleUri());
                log.put(new ModelStanding(model, ModelPhase.REMOVED, 1));
            }
        }
    }
}
