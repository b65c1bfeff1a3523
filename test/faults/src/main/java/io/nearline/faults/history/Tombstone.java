package io.nearline.faults.history;

import io.nearline.schemas.IndexKey;

/**
 * A record without a value on the index-updates topic: the key holds nothing from there on.
 *
 * @param place where it lies
 * @param key its key
 */
public record Tombstone(Place place, IndexKey key) {

    /** Whether it comes later than that record of the same key. */
    boolean isAfter(Publication publication) {
        return place.partition() == publication.place().partition()
                && place.offset() > publication.place().offset();
    }
}
