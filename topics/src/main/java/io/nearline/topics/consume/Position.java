package io.nearline.topics.consume;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How far a store has come, and what the consumer must know to go on: stored in the same commit as
 * the data. To a store it is a value without meaning, which it keeps as the map of {@link
 * #toMap()}.
 *
 * @param topicId Kafka's id of the index-updates topic, in its text form; changes when the topic is
 *     made anew
 * @param offsets offset of the next record to apply, by partition
 * @param complete whether the store holds a whole snapshot: everything that was on the topic when
 *     it was begun
 * @param caughtUpAt a moment; everything that was on the topic then has been applied. The moment of
 *     the beginning while the first snapshot is read
 * @param queried the model that queries were embedded with last
 * @param retired names of models that were dropped
 * @param skipped how many records were passed over because this version could not understand them.
 *     If there are any, the store must be rebuilt after an upgrade
 */
public record Position(
        String topicId,
        SortedMap<Integer, Long> offsets,
        boolean complete,
        Instant caughtUpAt,
        Optional<ModelIdentity> queried,
        SortedSet<String> retired,
        long skipped) {

    /** Of an empty store. */
    public static final Position NONE =
            new Position(
                    "",
                    Collections.emptySortedMap(),
                    false,
                    Instant.EPOCH,
                    Optional.empty(),
                    Collections.emptySortedSet(),
                    0);

    private static final String FORMAT = "nearline.format";
    private static final String FORMAT_VERSION = "1";
    private static final String TOPIC_ID = "nearline.topic-id";
    private static final String OFFSETS = "nearline.offsets";
    private static final String COMPLETE = "nearline.complete";
    private static final String CAUGHT_UP_AT = "nearline.caught-up-at";
    private static final String QUERIED_NAME = "nearline.queried.name";
    private static final String QUERIED_DIGEST = "nearline.queried.digest";
    private static final String RETIRED = "nearline.retired";
    private static final String SKIPPED = "nearline.skipped";

    /** Parts model names, which never contain it. */
    private static final String NAME_SEPARATOR = "@";

    public Position {
        Objects.requireNonNull(topicId, "topicId");
        Objects.requireNonNull(caughtUpAt, "caughtUpAt");
        Objects.requireNonNull(queried, "queried");
        offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
        retired = Collections.unmodifiableSortedSet(new TreeSet<>(retired));
    }

    /** Whether nothing was ever committed. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** In a form that any store can keep: Lucene's commit data, a row, a file. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(FORMAT, FORMAT_VERSION);
        map.put(TOPIC_ID, topicId);
        map.put(
                OFFSETS,
                offsets.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(",")));
        map.put(COMPLETE, Boolean.toString(complete));
        map.put(CAUGHT_UP_AT, caughtUpAt.toString());
        queried.ifPresent(
                model -> {
                    map.put(QUERIED_NAME, model.name());
                    map.put(QUERIED_DIGEST, model.digest());
                });
        map.put(RETIRED, String.join(NAME_SEPARATOR, retired));
        map.put(SKIPPED, Long.toString(skipped));
        return map;
    }

    /**
     * Reads what {@link #toMap()} made; other entries are passed over.
     *
     * @return {@link #NONE} if the map holds no position
     * @throws IllegalArgumentException if a newer version wrote it, or it is damaged
     */
    public static Position of(Map<String, String> map) {
        String format = map.get(FORMAT);
        if (format == null) {
            return NONE;
        }
        if (!format.equals(FORMAT_VERSION)) {
            throw new IllegalArgumentException(
                    "The position has format %s and this version reads %s: upgrade, or rebuild the store."
                            .formatted(format, FORMAT_VERSION));
        }
        try {
            return new Position(
                    required(map, TOPIC_ID),
                    offsets(required(map, OFFSETS)),
                    Boolean.parseBoolean(map.get(COMPLETE)),
                    Instant.parse(map.get(CAUGHT_UP_AT)),
                    Optional.ofNullable(map.get(QUERIED_NAME))
                            .map(name -> new ModelIdentity(name, required(map, QUERIED_DIGEST))),
                    names(required(map, RETIRED)),
                    Long.parseLong(map.get(SKIPPED)));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "The position is damaged: rebuild the store from an empty one.", e);
        }
    }

    private static String required(Map<String, String> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }

    private static SortedMap<Integer, Long> offsets(String text) {
        SortedMap<Integer, Long> offsets = new TreeMap<>();
        for (String entry : parts(text, ",")) {
            int colon = entry.indexOf(':');
            offsets.put(
                    Integer.valueOf(entry.substring(0, colon)),
                    Long.valueOf(entry.substring(colon + 1)));
        }
        return offsets;
    }

    private static SortedSet<String> names(String text) {
        return new TreeSet<>(List.of(parts(text, NAME_SEPARATOR)));
    }

    private static String[] parts(String text, String separator) {
        return text.isEmpty() ? new String[0] : text.split(separator, -1);
    }
}
