package io.nearline.faults.history;

import io.nearline.schemas.DeadLetter;

/**
 * One record of the dead-letters topic that a reader of committed records sees.
 *
 * @param atMillis when it was first seen, on the campaign's clock
 */
public record GivenUp(Place place, long atMillis, DeadLetter letter) {

    /** The record that was given up. */
    Place origin() {
        return new Place(letter.getTopic(), letter.getPartition(), letter.getOffset());
    }

    @Override
    public String toString() {
        return "%s %s %s of %s%s"
                .formatted(
                        place,
                        letter.getStage(),
                        letter.getReasonClass(),
                        origin(),
                        letter.getRetryable() ? ", retryable" : "");
    }
}
