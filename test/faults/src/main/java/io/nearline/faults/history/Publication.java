package io.nearline.faults.history;

import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;

/**
 * One record of the index-updates topic that a reader of committed records sees.
 *
 * @param place where it lies
 * @param atMillis when it was first seen, on the campaign's clock
 * @param update what it says
 */
public record Publication(Place place, long atMillis, IndexUpdate update) {

    IndexKey key() {
        return new IndexKey(update.getPostId(), update.getModelName());
    }

    long revision() {
        return update.getRevision();
    }

    /** In evidence: never the vector. */
    @Override
    public String toString() {
        return "%s r%d %s %s stamp %s, seen at %d ms"
                .formatted(
                        place,
                        revision(),
                        update.getKind(),
                        update.getOrigin(),
                        update.getAttributes().get(PostWrite.STAMP),
                        atMillis);
    }
}
