package io.nearline.operators.model;

import org.jspecify.annotations.Nullable;

/**
 * How a model stands, told to every machine of the job.
 *
 * @param standing how it stands
 * @param phase what is asked: the phase that it stands in, or STAGED if it is to be verified
 * @param number grows with every announcement; answers to an older one no longer count
 * @param sequence highest number of any decision so far
 * @param refusal why it is refused without looking at it; null if it is not
 */
public record Announcement(
        ModelStanding standing,
        ModelPhase phase,
        long number,
        long sequence,
        @Nullable String refusal) {

    /**
     * Whether gates follow it: not while a model is only verified, nor if it was refused unseen.
     */
    public boolean changesWhatServes() {
        return phase != ModelPhase.STAGED && refusal == null;
    }

    /** The model that it is about. */
    public ModelRef model() {
        return standing.model();
    }
}
