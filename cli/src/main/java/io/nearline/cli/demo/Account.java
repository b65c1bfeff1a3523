package io.nearline.cli.demo;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of post events, each counted once however many models serve.
 *
 * @param posts published
 * @param updates with an update in the index-updates topic
 * @param skipped skipped by the job, by reason; every reason is there
 * @param deadLetters with a dead letter in the dead-letters topic
 */
public record Account(long posts, long updates, SortedMap<String, Long> skipped, long deadLetters) {

    /** Copies the reasons. */
    public Account {
        skipped = Collections.unmodifiableSortedMap(new TreeMap<>(skipped));
    }

    /** Posts skipped for any reason. */
    public long skippedInAll() {
        return skipped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Posts of which the end is known. */
    public long ended() {
        return updates + skippedInAll() + deadLetters;
    }

    /** Posts of which the end is not known; negative if some seem to have ended twice. */
    public long missing() {
        return posts - ended();
    }
}
