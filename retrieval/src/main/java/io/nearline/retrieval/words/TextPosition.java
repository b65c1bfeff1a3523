package io.nearline.retrieval.words;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far the texts are behind the posts topic, kept in the same commit.
 *
 * @param topicId Kafka's id of the topic, in its text form; empty before the first commit
 * @param format fingerprint of the format in which the topic was read; empty for Nearline's own
 * @param offsets offset of the next record to apply, by partition
 */
public record TextPosition(String topicId, String format, SortedMap<Integer, Long> offsets) {

    /** Of an empty store. */
    public static final TextPosition NONE = new TextPosition("", "", Collections.emptySortedMap());

    public TextPosition {
        Objects.requireNonNull(topicId, "topicId");
        Objects.requireNonNull(format, "format");
        offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
    }
}
