package io.nearline.operators.rollout;

import io.nearline.operators.model.ModelDecision;
import io.nearline.operators.model.ModelPhase;

/**
 * A decision as it lies on the index-control topic: also a state value of {@code announce-models}.
 *
 * @param decision what was decided
 * @param offset where the record lies in the topic's only partition
 * @param value the record's value, to be written again if another record takes its place
 */
public record DecidedRecord(ModelDecision decision, long offset, byte[] value) {

    String name() {
        return decision.model().name();
    }

    ModelPhase phase() {
        return decision.phase();
    }

    long sequence() {
        return decision.sequence();
    }

    /** Whether it says the same of the same bundle. */
    boolean repeats(DecidedRecord other) {
        return phase() == other.phase() && isAbout(other);
    }

    /** Whether both are about the same bundle. */
    boolean isAbout(DecidedRecord other) {
        return decision.model().digest().equals(other.decision.model().digest());
    }
}
