package io.nearline.faults.history;

import java.util.List;

/**
 * Everything that was seen, in order per partition.
 *
 * @param writes records of the posts topic, of aborted transactions too
 * @param publications records of the index-updates topic
 * @param tombstones records of the same topic that have no value
 * @param givenUp records of the dead-letters topic
 * @param disturbances when faults were at work
 */
public record History(
        List<PostWrite> writes,
        List<Publication> publications,
        List<Tombstone> tombstones,
        List<GivenUp> givenUp,
        List<Disturbance> disturbances) {
    public History {
        writes = List.copyOf(writes);
        publications = List.copyOf(publications);
        tombstones = List.copyOf(tombstones);
        givenUp = List.copyOf(givenUp);
        disturbances = List.copyOf(disturbances);
    }
}
