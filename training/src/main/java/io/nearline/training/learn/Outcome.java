package io.nearline.training.learn;

import io.nearline.training.model.Parity;
import java.util.Optional;

/**
 * How far a run came.
 *
 * @param end why it ended
 * @param steps that are done
 * @param kept the step whose weights the model has; none if it was stopped before there was any
 * @param parity between the trainer's vectors and the model as it was written; none if the run was
 *     stopped, since then it is written at the export
 */
public record Outcome(End end, int steps, Optional<Integer> kept, Optional<Parity> parity) {

    /** Why a run ends. */
    public enum End {
        /** Its schedule is done. */
        SCHEDULE,
        /** No better scores for as long as the plan waits. */
        PATIENCE,
        /** Somebody asked it to. */
        STOPPED
    }
}
